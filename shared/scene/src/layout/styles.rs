//! Declarations of CSS, parsed once.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use takumi_core::style::{Style, StyleDeclarationBlock};

use self::math::{Measures, Resolved};
use super::transform;
use crate::{Canvas, Warning};

mod math;

/// So many declarations are kept. Those that move are new in each frame.
const MOST: usize = 16_384;

/// What may name a part of a drawing.
const REFERRING: [&str; 7] =
    ["filter", "backdrop-filter", "clip-path", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image"];

/// The declarations that frames have used, and what could not be read of them.
#[derive(Default)]
pub(super) struct Styles {
    parsed: HashMap<String, Rc<StyleDeclarationBlock>>,
    key: String,
    told: HashSet<String>,
    warnings: Vec<Warning>,
    /// The canvas, in pixels.
    size: (u32, u32),
}

impl Styles {
    /// Says what the lengths `vw` and `vh` are parts of.
    pub(super) fn set_canvas(&mut self, canvas: Canvas) {
        self.size = (canvas.width, canvas.height);
    }

    /// A style of its declarations, in their order.
    pub(super) fn style(&mut self, declarations: &[(String, String)]) -> Style {
        let mut style = Style::default();
        let is_clamped = clamps(declarations);
        for (name, value) in declarations {
            // In such a box each element of the text would be one of its own, and no line be clamped.
            let (name, value) = match name.as_str() {
                "display" if is_clamped => ("display", "block"),
                "-webkit-line-clamp" if is_clamped => ("line-clamp", value.as_str()),
                _ => (name.as_str(), value.as_str()),
            };
            match self.resolved(name, value, declarations) {
                Resolved::Same => self.push(&mut style, name, value),
                Resolved::Text(value) => self.push(&mut style, name, &value),
                Resolved::Between { least, middle, most } => {
                    self.push(&mut style, name, &middle);
                    for (side, value) in [("min", least), ("max", most)] {
                        if let Some(value) = value {
                            self.push(&mut style, &format!("{side}-{name}"), &value);
                        }
                    }
                }
                Resolved::Unknown => self.tell(
                    &format!("{name} math"),
                    &format!(
                        "`{name}: {value}` compares what is known only once it is laid out, and has no effect: give \
                         one of the values, or a width or height with its minimum and its maximum."
                    ),
                ),
            }
        }
        style
    }

    /// A value without `min()`, `max()` and `clamp()`.
    fn resolved(&self, name: &str, value: &str, declarations: &[(String, String)]) -> Resolved {
        if !value.contains('(') || name.starts_with("--") {
            return Resolved::Same;
        }
        let declared = |wanted: &str| declarations.iter().rfind(|(known, _)| known == wanted);
        let (width, height) = (f64::from(self.size.0), f64::from(self.size.1));
        let mut measures = Measures { width, height, em: None };
        // The letters of an element are those that it declares; where it declares none they are its parent's.
        if name != "font-size"
            && let Some((_, size)) = declared("font-size")
        {
            let resolved = math::resolve(size, &measures);
            let size = if let Resolved::Text(text) = &resolved { text } else { size };
            measures.em = math::pixels(size, &measures);
        }
        match math::resolve(value, &measures) {
            // A box can have all three, if its author has not said two of them himself.
            Resolved::Between { least, most, .. }
                if !matches!(name, "width" | "height")
                    || least.is_some() && declared(&format!("min-{name}")).is_some()
                    || most.is_some() && declared(&format!("max-{name}")).is_some() =>
            {
                Resolved::Unknown
            }
            resolved => resolved,
        }
    }

    fn push(&mut self, style: &mut Style, name: &str, value: &str) {
        for declaration in self.declaration(name, value).iter() {
            style.push(declaration.clone(), false);
        }
    }

    /// What is to be told, each once.
    pub(super) fn warnings(&mut self) -> Vec<Warning> {
        std::mem::take(&mut self.warnings)
    }

    fn declaration(&mut self, name: &str, value: &str) -> Rc<StyleDeclarationBlock> {
        self.key.clear();
        self.key.push_str(name);
        self.key.push(':');
        self.key.push_str(value);
        if let Some(known) = self.parsed.get(&self.key) {
            return Rc::clone(known);
        }
        let block = Rc::new(self.parse(name, value));
        if self.parsed.len() >= MOST {
            self.parsed.clear();
        }
        self.parsed.insert(self.key.clone(), Rc::clone(&block));
        block
    }

    fn parse(&mut self, name: &str, value: &str) -> StyleDeclarationBlock {
        if name == "transform"
            && let Some(flat) = transform::flatten(value)
        {
            if flat.lost {
                self.tell(
                    "perspective",
                    "A perspective is not drawn: the element is seen from straight ahead.",
                );
            }
            return StyleDeclarationBlock::parse_loosy(&format!("transform:{}", flat.css));
        }
        if REFERRING.contains(&name) && value.contains("url(#") {
            self.tell(
                &format!("{name} reference"),
                &format!("`{name}: {value}` names a part of a drawing, and has no effect outside of one: write it as CSS, or draw it in the <svg>."),
            );
            return StyleDeclarationBlock::default();
        }
        let known = in_words_of_the_engine(name, value);
        let block = if known == value {
            StyleDeclarationBlock::parse_loosy(&self.key)
        } else {
            StyleDeclarationBlock::parse_loosy(&format!("{name}:{known}"))
        };
        if block.is_empty() && !is_harmless(name, value) {
            let told = instead(name).map_or_else(
                || format!("`{name}: {value}` is not supported and has no effect."),
                |instead| format!("`{name}: {value}` has no effect: {instead}."),
            );
            self.tell(name, &told);
        }
        block
    }

    fn tell(&mut self, about: &str, message: &str) {
        if self.told.insert(about.to_owned()) {
            self.warnings.push(Warning::new("css-unsupported", message));
        }
    }
}

/// A place that is counted from any edge (`right 20px bottom 10px`), counted from the left and the top.
fn from_edges(value: &str) -> Option<String> {
    let places: Vec<String> = value.split(',').map(from_edge).collect::<Option<_>>()?;
    Some(places.join(", "))
}

fn from_edge(place: &str) -> Option<String> {
    let words: Vec<&str> = place.split_whitespace().collect();
    let [first, across, second, down] = words[..] else { return None };
    let swapped = matches!(first, "top" | "bottom");
    let (x, across, y, down) =
        if swapped { (second, down, first, across) } else { (first, across, second, down) };
    let offset = |edge: &str, near: &str, far: &str, length: &str| match edge {
        edge if edge == near => Some(length.to_owned()),
        edge if edge == far => Some(format!("calc(100% - {length})")),
        _ => None,
    };
    Some(format!("{} {}", offset(x, "left", "right", across)?, offset(y, "top", "bottom", down)?))
}

/// Whether lines are clamped in the way of old, by a box that would place its elements itself.
fn clamps(declarations: &[(String, String)]) -> bool {
    let declares =
        |name: &str, value: &str| declarations.iter().any(|(known, given)| known == name && given == value);
    declares("display", "-webkit-box")
        && declarations.iter().any(|(name, value)| name == "-webkit-line-clamp" && value != "none")
}

/// The value of a declaration as the engine knows it.
fn in_words_of_the_engine<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    match name {
        // Nobody scrolls in a film: what does not fit is cut off.
        "overflow" | "overflow-x" | "overflow-y" if value.contains("auto") || value.contains("scroll") => {
            value.replace("auto", "hidden").replace("scroll", "hidden").into()
        }
        "background-position" | "object-position" => from_edges(value).map_or(value.into(), Cow::Owned),
        "letter-spacing" | "word-spacing" if value == "normal" => "0".into(),
        _ => with_fonts(name, value),
    }
}

/// The value of a declaration, with the fonts that there are where it names those of systems.
pub(super) fn with_fonts<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    if matches!(name, "font" | "font-family") { crate::fonts::bundled(value) } else { Cow::Borrowed(value) }
}

/// What to do instead of a property that is not supported.
fn instead(name: &str) -> Option<&'static str> {
    const FLAT: &str = "every element is seen from straight ahead, whatever is around it";
    Some(match name {
        "perspective" | "perspective-origin" | "transform-style" => FLAT,
        "backface-visibility" => {
            "the back of an element is drawn as its front; give it opacity 0 while it is turned"
        }
        "writing-mode" | "text-orientation" => "turn the element with transform: 'rotate(90deg)'",
        "columns" | "column-count" | "column-width" | "column-rule" => {
            "use display: 'grid' with gridTemplateColumns"
        }
        "zoom" => "use transform: 'scale(…)'",
        "border-image" | "border-image-source" => "put the picture or the gradient behind the element",
        "mask-composite" | "-webkit-mask-composite" => "put masks on elements inside of each other",
        "shape-outside" => "place the lines yourself",
        "-webkit-box-reflect" => "draw the element twice, with transform: 'scaleY(-1)'",
        _ => return None,
    })
}

/// Declarations that change nothing in a picture of one moment.
fn is_harmless(name: &str, value: &str) -> bool {
    const PREFIXES: [&str; 8] = [
        "animation",
        "transition",
        "view-transition",
        "cursor",
        "user-select",
        "will-change",
        "scroll-",
        "overscroll-",
    ];
    const NAMES: [&str; 16] = [
        "-moz-osx-font-smoothing",
        "-webkit-appearance",
        "-webkit-font-smoothing",
        "-webkit-tap-highlight-color",
        "-webkit-user-select",
        "accent-color",
        "appearance",
        "caret-color",
        "font-smooth",
        "image-rendering",
        "outline",
        "pointer-events",
        "resize",
        "scrollbar-width",
        "text-rendering",
        "touch-action",
    ];
    // These are what an element has anyhow.
    const USUAL: [(&str, &str); 7] = [
        ("backface-visibility", "visible"),
        ("perspective", "none"),
        ("transform-style", "flat"),
        ("writing-mode", "horizontal-tb"),
        ("columns", "auto"),
        ("column-count", "auto"),
        ("zoom", "1"),
    ];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || NAMES.contains(&name)
        || USUAL.contains(&(name, value))
}

#[cfg(test)]
mod tests;

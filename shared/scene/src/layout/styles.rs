//! Declarations of CSS, parsed once.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use takumi_core::style::{Style, StyleDeclarationBlock};

use super::transform;
use crate::Warning;

/// So many declarations are kept. Those that move are new in each frame.
const MOST: usize = 16_384;

/// The declarations that frames have used, and what could not be read of them.
#[derive(Default)]
pub(super) struct Styles {
    parsed: HashMap<String, Rc<StyleDeclarationBlock>>,
    key: String,
    told: HashSet<String>,
    warnings: Vec<Warning>,
}

impl Styles {
    /// A style of its declarations, in their order.
    pub(super) fn style(&mut self, declarations: &[(String, String)]) -> Style {
        let mut style = Style::default();
        for (name, value) in declarations {
            for declaration in self.declaration(name, value).iter() {
                style.push(declaration.clone(), false);
            }
        }
        style
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
        let block = StyleDeclarationBlock::parse_loosy(&self.key);
        if block.is_empty() && !is_harmless(name) {
            self.tell(name, &format!("`{name}: {value}` is not supported and has no effect."));
        }
        block
    }

    fn tell(&mut self, about: &str, message: &str) {
        if self.told.insert(about.to_owned()) {
            self.warnings.push(Warning::new("css-unsupported", message));
        }
    }
}

/// Properties that change nothing in a picture of one moment.
fn is_harmless(name: &str) -> bool {
    const PREFIXES: [&str; 5] = ["animation", "transition", "cursor", "user-select", "will-change"];
    const NAMES: [&str; 9] = [
        "-webkit-font-smoothing",
        "-moz-osx-font-smoothing",
        "-webkit-user-select",
        "backface-visibility",
        "image-rendering",
        "outline",
        "pointer-events",
        "text-rendering",
        "transform-style",
    ];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) || NAMES.contains(&name)
}

#[cfg(test)]
mod tests;

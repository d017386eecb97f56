//! Elements become the nodes that the layout engine places.

mod browser;
mod drawing;
mod embed;
mod field;
mod icon;
mod layers;
mod lengths;
mod places;
mod tailwind;

use std::collections::{HashMap, HashSet};

use takumi_core::html::{FromHtmlOptions, from_html};
use takumi_core::layout::node::{ImageData, ImageSourceInput, Node, NodeKind};
use takumi_core::resources::image::ImageSource;
use takumi_core::style::{Style, StyleDeclarationBlock, TailwindValues};

use self::drawing::{push_attributes, svg_markup};
use self::icon::{icon_markup, own_attributes};
use self::lengths::Lengths;
use super::styles::Styles;
use crate::pictures::Pictures;
use crate::{Canvas, Element, Problem, Tag, Warning};

/// So many drawings (`<svg>`) are kept as they were read. Those that move are new in each frame.
const MOST_DRAWINGS: usize = 1_024;

/// Makes nodes, and keeps what many of them share.
#[derive(Default)]
pub(super) struct Nodes {
    styles: Styles,
    /// A node of each tag, with the style that a browser gives it.
    tags: HashMap<String, Node>,
    drawings: HashMap<String, Node>,
    lengths: Lengths,
    sheets: Vec<String>,
    /// The lists around the node at hand.
    lists: usize,
    /// What was told of drawings.
    told: HashSet<&'static str>,
    warnings: Vec<Warning>,
}

impl Nodes {
    /// The canvas with its elements. A composition is a column as tall as the canvas, as in Remotion.
    pub(super) fn root(
        &mut self,
        elements: &[Element],
        canvas: Canvas,
        pictures: &mut Pictures,
    ) -> Result<Node, Problem> {
        self.styles.set_canvas(canvas);
        self.sheets.clear();
        let children = self.children(elements, pictures)?;
        let css = format!(
            "display:flex;flex-direction:column;position:relative;overflow:hidden;width:{}px;height:{}px",
            canvas.width, canvas.height
        );
        Ok(Node::container(children).with_style(Style::from(StyleDeclarationBlock::parse_loosy(&css))))
    }

    pub(super) fn warnings(&mut self) -> Vec<Warning> {
        let mut warnings = self.styles.warnings();
        warnings.append(&mut self.warnings);
        warnings
    }

    fn children(&mut self, elements: &[Element], pictures: &mut Pictures) -> Result<Vec<Node>, Problem> {
        let mut nodes = Vec::with_capacity(elements.len());
        for run in elements.chunk_by(|one, next| is_text(one) && is_text(next)) {
            match run {
                [Element::Tag(tag)] if tag.name == "style" => self.sheet(tag),
                [Element::Tag(tag)] if browser::is_hidden(tag) => {}
                [Element::Tag(tag)] => nodes.push(self.node(tag, pictures)?),
                texts => nodes.push(Node::text(text_of(texts))),
            }
        }
        Ok(nodes)
    }

    fn node(&mut self, tag: &Tag, pictures: &mut Pictures) -> Result<Node, Problem> {
        let apart = layers::apart(tag).or_else(|| browser::quoted(tag)).or_else(|| field::filled(tag));
        let tag = apart.as_ref().unwrap_or(tag);
        let node = match tag.name.as_str() {
            "img" => image(pictures.still(attribute(tag, "src").unwrap_or_default())?, tag),
            "gif" => {
                image(pictures.moving(attribute(tag, "src").unwrap_or_default(), seconds(tag, "time"))?, tag)
            }
            "video" => film(pictures, tag)?,
            "icon" => self.icon(tag)?,
            "svg" => {
                let filled = embed::embedded(tag, pictures)?;
                self.drawing(filled.as_ref().unwrap_or(tag))
            }
            "br" => Node::text("\n").with_tag_name("br"),
            "input" | "hr" => self.of_tag(tag),
            _ if attribute(tag, "inner-html").is_some() => {
                let given = attribute(tag, "inner-html").unwrap_or_default();
                self.with_kind(tag, read(&format!("<div>{given}</div>")))
            }
            _ if !tag.children.is_empty() && tag.children.iter().all(is_text) => {
                self.with_kind(tag, Node::text(text_of(&tag.children)))
            }
            _ => {
                let is_list = matches!(tag.name.as_str(), "ul" | "ol" | "menu");
                self.lists += usize::from(is_list);
                let apart = tailwind::apart(tag);
                let children = self.children(apart.as_deref().unwrap_or(&tag.children), pictures);
                self.lists -= usize::from(is_list);
                self.with_kind(tag, Node::container(children?))
            }
        };
        Ok(self.dressed(node, tag))
    }

    /// Keeps a sheet of styles for [`Nodes::sheets`].
    fn sheet(&mut self, tag: &Tag) {
        let css = attribute(tag, "inner-html").map_or_else(|| text_of(&tag.children), str::to_owned);
        if (css.contains("@keyframes") || css.contains("animation")) && self.told.insert("keyframes") {
            self.warnings.push(Warning::new(
                "css-unsupported",
                "What a <style> animates stands still: compute it from useCurrentFrame().",
            ));
        }
        self.sheets.push(css);
    }

    /// The sheets of styles of the root that was made last.
    pub(super) fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// A node of a tag that holds what another holds.
    fn with_kind(&mut self, tag: &Tag, mut other: Node) -> Node {
        let mut node = self.of_tag(tag);
        node.kind = std::mem::replace(&mut other.kind, NodeKind::Container { children: Vec::new() });
        node
    }

    /// An empty node with the style that a browser gives its tag.
    fn of_tag(&mut self, tag: &Tag) -> Node {
        let mut markup = format!("<{}", tag.name);
        if matches!(tag.name.as_str(), "input" | "textarea") {
            push_attributes(&mut markup, tag);
        }
        markup.push('>');
        let declared = browser::declared(tag, self.lists);
        let key = markup + declared.as_deref().unwrap_or_default();
        if let Some(known) = self.tags.get(&key) {
            return known.clone();
        }
        let end = key.len() - declared.as_ref().map_or(0, String::len);
        let node = read(&key[..end]);
        let node = match declared {
            Some(css) => browser::with_declared(node, &css),
            None => node,
        };
        self.tags.insert(key, node.clone());
        node
    }

    /// An icon, looked up once for each size.
    fn icon(&mut self, tag: &Tag) -> Result<Node, Problem> {
        let given = |name| attribute(tag, name).unwrap_or("-");
        // Markup begins otherwise.
        let mut key = String::from("icon");
        for name in ["icon", "width", "height", "hflip", "vflip", "rotate"] {
            key.push('\n');
            key.push_str(given(name));
        }
        for (name, value) in own_attributes(tag) {
            key.push('\n');
            key.push_str(name);
            key.push('=');
            key.push_str(value);
        }
        if let Some(known) = self.drawings.get(&key) {
            return Ok(known.clone());
        }
        let markup = icon_markup(tag)?;
        let mut node = read(&markup);
        // As an image it inherits the colour of the text alone, so that its paths are worked out once for many boxes.
        if let (NodeKind::Image(image), Ok(source)) =
            (&mut node.kind, ImageSource::from_bytes(markup.as_bytes()))
        {
            image.src = ImageSourceInput::Loaded(source);
        }
        self.keep_drawing(key, &node);
        Ok(node)
    }

    /// A drawing as its markup says. It inherits from the boxes around it.
    fn drawing(&mut self, tag: &Tag) -> Node {
        let markup = svg_markup(tag, &mut self.lengths);
        if let Some(known) = self.drawings.get(&markup) {
            return known.clone();
        }
        if markup.contains("<foreignObject") && self.told.insert("foreignObject") {
            self.warnings.push(Warning::new(
                "svg-unsupported",
                "What is in a <foreignObject> is not drawn: place an element over the <svg>, with position: 'absolute'.",
            ));
        }
        let node = read(&markup);
        self.keep_drawing(markup, &node);
        node
    }

    fn keep_drawing(&mut self, key: String, node: &Node) {
        if self.drawings.len() >= MOST_DRAWINGS {
            self.drawings.clear();
        }
        self.drawings.insert(key, node.clone());
    }

    /// A node in the style, the classes and the language of its tag.
    fn dressed(&mut self, mut node: Node, tag: &Tag) -> Node {
        if !tag.style.is_empty() {
            let boxed = browser::boxed(tag);
            let style = self.styles.style(boxed.as_deref().unwrap_or(&tag.style));
            node = node.with_style(style);
        }
        if !tag.class.is_empty() {
            node = node.with_class_name(tag.class.as_str());
            if let Ok(classes) = tailwind::current(&tag.class).parse::<TailwindValues>() {
                node = node.with_tw(classes);
            }
        }
        for (name, value) in &tag.attributes {
            match name.as_str() {
                "id" => node = node.with_id(value.as_str()),
                "dir" if value == "rtl" => node = node.with_dir(takumi_core::style::Direction::Rtl),
                "dir" if value == "ltr" => node = node.with_dir(takumi_core::style::Direction::Ltr),
                "lang" => {
                    if let Ok(lang) = takumi_core::style::Lang::parse(value) {
                        node = node.with_lang(lang);
                    }
                }
                _ => {}
            }
        }
        browser::placed(node, tag)
    }
}

fn is_text(element: &Element) -> bool {
    matches!(element, Element::Text(_))
}

fn text_of(elements: &[Element]) -> String {
    elements
        .iter()
        .filter_map(|element| match element {
            Element::Text(text) => Some(text.as_str()),
            Element::Tag(_) => None,
        })
        .collect()
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The seconds of an attribute that has nanoseconds.
fn seconds(tag: &Tag, name: &str) -> f64 {
    attribute(tag, name).and_then(|time| time.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// A film is its picture of the moment. It keeps its proportions in a box that has others, as in a browser.
fn film(pictures: &mut Pictures, tag: &Tag) -> Result<Node, Problem> {
    let start = attribute(tag, "loop").map(|_| seconds(tag, "start"));
    let picture = pictures.film(attribute(tag, "src").unwrap_or_default(), seconds(tag, "time"), start)?;
    let preset = Style::from(StyleDeclarationBlock::parse_loosy("object-fit:contain"));
    Ok(image(picture, tag).with_preset(preset))
}

/// A picture, in the size that its attributes say where they do.
fn image(source: ImageSource, tag: &Tag) -> Node {
    let pixels = |name| attribute(tag, name).and_then(|text| text.trim_end_matches("px").parse::<f32>().ok());
    Node::image(ImageData {
        src: ImageSourceInput::Loaded(source),
        width: pixels("width"),
        height: pixels("height"),
    })
    .with_tag_name("img")
}

fn read(markup: &str) -> Node {
    from_html(markup, FromHtmlOptions::default()).unwrap_or_default()
}

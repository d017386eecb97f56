//! Elements become the nodes that the layout engine places.

use std::collections::HashMap;
use std::fmt::Write as _;

use takumi_core::html::{FromHtmlOptions, from_html};
use takumi_core::layout::node::{ImageData, ImageSourceInput, Node, NodeKind};
use takumi_core::resources::image::ImageSource;
use takumi_core::style::{Style, StyleDeclarationBlock, TailwindValues};

use super::styles::{self, Styles};
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
        let children = self.children(elements, pictures)?;
        let css = format!(
            "display:flex;flex-direction:column;position:relative;overflow:hidden;width:{}px;height:{}px",
            canvas.width, canvas.height
        );
        Ok(Node::container(children).with_style(Style::from(StyleDeclarationBlock::parse_loosy(&css))))
    }

    pub(super) fn warnings(&mut self) -> Vec<Warning> {
        self.styles.warnings()
    }

    fn children(&mut self, elements: &[Element], pictures: &mut Pictures) -> Result<Vec<Node>, Problem> {
        let mut nodes = Vec::with_capacity(elements.len());
        for run in elements.chunk_by(|one, next| is_text(one) && is_text(next)) {
            match run {
                [Element::Tag(tag)] => nodes.push(self.node(tag, pictures)?),
                texts => nodes.push(Node::text(text_of(texts))),
            }
        }
        Ok(nodes)
    }

    fn node(&mut self, tag: &Tag, pictures: &mut Pictures) -> Result<Node, Problem> {
        let node = match tag.name.as_str() {
            "img" => image(pictures.still(attribute(tag, "src").unwrap_or_default())?, tag),
            "gif" => {
                image(pictures.moving(attribute(tag, "src").unwrap_or_default(), seconds(tag, "time"))?, tag)
            }
            "video" => film(pictures, tag)?,
            "icon" => self.icon(tag)?,
            "svg" => self.drawing(svg_markup(tag)),
            "input" | "textarea" | "br" | "hr" => self.of_tag(tag),
            _ if attribute(tag, "inner-html").is_some() => {
                let given = attribute(tag, "inner-html").unwrap_or_default();
                self.with_kind(tag, read(&format!("<div>{given}</div>")))
            }
            _ if !tag.children.is_empty() && tag.children.iter().all(is_text) => {
                self.with_kind(tag, Node::text(text_of(&tag.children)))
            }
            _ => {
                let children = self.children(&tag.children, pictures)?;
                self.with_kind(tag, Node::container(children))
            }
        };
        Ok(self.dressed(node, tag))
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
        if let Some(known) = self.tags.get(&markup) {
            return known.clone();
        }
        let node = read(&markup);
        self.tags.insert(markup, node.clone());
        node
    }

    /// An icon, looked up once for each size.
    fn icon(&mut self, tag: &Tag) -> Result<Node, Problem> {
        let given = |name| attribute(tag, name).unwrap_or_default();
        // Markup begins otherwise.
        let key = format!("icon\n{}\n{}\n{}", given("icon"), given("width"), given("height"));
        if let Some(known) = self.drawings.get(&key) {
            return Ok(known.clone());
        }
        let node = read_drawing(&icon_markup(tag)?);
        self.keep_drawing(key, &node);
        Ok(node)
    }

    /// A drawing as its markup says.
    fn drawing(&mut self, markup: String) -> Node {
        if let Some(known) = self.drawings.get(&markup) {
            return known.clone();
        }
        let node = read_drawing(&markup);
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
            node = node.with_style(self.styles.style(&tag.style));
        }
        if !tag.class.is_empty() {
            node = node.with_class_name(tag.class.as_str());
            if let Ok(classes) = tag.class.parse::<TailwindValues>() {
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
        node
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

/// An icon as `@iconify/react` draws it: one em tall unless it is told otherwise, in the colour of the text.
fn icon_markup(tag: &Tag) -> Result<String, Problem> {
    let name = attribute(tag, "icon").unwrap_or_default();
    let icon = crate::icons::icon(name).map_err(Problem::from)?;
    let (width, height) = (attribute(tag, "width"), attribute(tag, "height"));
    // One of the two is enough: the other follows the icon's proportions.
    let ratio = f64::from(icon.width) / f64::from(icon.height);
    let scaled = |size: &str, by: f64| {
        let digits = size.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(size.len());
        let number = size[..digits].trim().parse::<f64>().ok()?;
        Some(format!("{}{}", number * by, &size[digits..]))
    };
    let (width, height) = match (width, height) {
        (Some(width), Some(height)) => (width.to_owned(), height.to_owned()),
        (Some(width), None) => {
            (width.to_owned(), scaled(width, 1.0 / ratio).unwrap_or_else(|| "1em".to_owned()))
        }
        (None, height) => {
            let height = height.unwrap_or("1em");
            (scaled(height, ratio).unwrap_or_else(|| height.to_owned()), height.to_owned())
        }
    };
    let mut markup = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">",
        Escaped(&width),
        Escaped(&height),
        icon.width,
        icon.height
    );
    markup.push_str(&icon.body);
    markup.push_str("</svg>");
    Ok(markup)
}

/// A drawing as markup. The style of its root is the node's; those of its parts are attributes of theirs.
fn svg_markup(tag: &Tag) -> String {
    let mut markup = String::from("<svg");
    push_attributes(&mut markup, tag);
    markup.push('>');
    push_parts(&mut markup, tag);
    markup.push_str("</svg>");
    markup
}

/// What is in a drawing: its parts, or the markup that it was given as a text.
fn push_parts(markup: &mut String, tag: &Tag) {
    if let Some(given) = attribute(tag, "inner-html") {
        markup.push_str(given);
    }
    for child in &tag.children {
        push_part(markup, child);
    }
}

fn push_part(markup: &mut String, element: &Element) {
    match element {
        Element::Text(text) => {
            _ = write!(markup, "{}", Escaped(text));
        }
        Element::Tag(tag) => {
            _ = write!(markup, "<{}", tag.name);
            push_attributes(markup, tag);
            if !tag.class.is_empty() {
                _ = write!(markup, " class=\"{}\"", Escaped(&tag.class));
            }
            if !tag.style.is_empty() {
                markup.push_str(" style=\"");
                for (name, value) in &tag.style {
                    let value = styles::with_fonts(name, value);
                    _ = write!(markup, "{}:{};", Escaped(name), Escaped(&value));
                }
                markup.push('"');
            }
            markup.push('>');
            push_parts(markup, tag);
            _ = write!(markup, "</{}>", tag.name);
        }
    }
}

fn push_attributes(markup: &mut String, tag: &Tag) {
    for (name, value) in tag.attributes.iter().filter(|(name, _)| name != "inner-html") {
        _ = write!(markup, " {name}=\"{}\"", Escaped(&styles::with_fonts(name, value)));
    }
}

fn read(markup: &str) -> Node {
    from_html(markup, FromHtmlOptions::default()).unwrap_or_default()
}

/// A drawing, parsed: the engine would parse its markup whenever it asks for its size and whenever it is painted.
fn read_drawing(markup: &str) -> Node {
    let mut node = read(markup);
    if let NodeKind::Image(image) = &mut node.kind
        && let ImageSourceInput::Buffer(bytes) = &image.src
        && let Ok(source) = ImageSource::from_bytes(bytes)
    {
        image.src = ImageSourceInput::Loaded(source);
    }
    node
}

/// A text inside markup.
struct Escaped<'t>(&'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for char in self.0.chars() {
            match char {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

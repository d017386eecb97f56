//! Pictures inside of drawings: the engine reads them out of the drawing's own text alone.

use crate::pictures::Pictures;
use crate::{Element, Problem, Tag};

/// A tag with the pictures that its `<image>`s name written into them; nothing where it has none.
pub(super) fn embedded(tag: &Tag, pictures: &mut Pictures) -> Result<Option<Tag>, Problem> {
    if tag.name == "image" {
        return own(tag, pictures);
    }
    let mut children = None;
    for (at, element) in tag.children.iter().enumerate() {
        let Element::Tag(child) = element else { continue };
        if let Some(filled) = embedded(child, pictures)? {
            children.get_or_insert_with(|| tag.children.clone())[at] = Element::Tag(filled);
        }
    }
    Ok(children.map(|children| Tag { children, ..tag.clone() }))
}

fn own(tag: &Tag, pictures: &mut Pictures) -> Result<Option<Tag>, Problem> {
    let names = |name: &str| matches!(name, "href" | "xlink:href");
    let Some(at) = tag.attributes.iter().position(|(name, value)| names(name) && !value.starts_with("data:"))
    else {
        return Ok(None);
    };
    let mut filled = tag.clone();
    filled.attributes[at].1 = pictures.data_url(&tag.attributes[at].1)?.to_string();
    Ok(Some(filled))
}

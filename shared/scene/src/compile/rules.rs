//! What a scene may not do, as far as it can be seen before it runs.

use oxc::ast::AstKind;
use oxc::ast::ast::{Expression, JSXElementName};
use oxc::semantic::{NodeId, Semantic};
use oxc::span::Span;

use super::places::Places;
use super::{Diagnostic, exports_of, names, near};
use crate::compile::imports::{listed, unknown_module};
use crate::script::modules;

/// Tells everything that a scene does and may not.
pub(super) fn check(semantic: &Semantic<'_>, places: &Places<'_>, told: &mut Vec<Diagnostic>) {
    for node in semantic.nodes().iter() {
        if let Some((span, message, hint)) = broken(semantic, node.id(), node.kind()) {
            told.push(places.diagnostic(span.start as usize, message.to_owned(), Some(hint.to_owned())));
        }
    }
    free_names(semantic, places, told);
    unused_imports(semantic, places, told);
}

/// Tells modules that are not there and of which nothing is used: their imports go away before the others are checked.
fn unused_imports(semantic: &Semantic<'_>, places: &Places<'_>, told: &mut Vec<Diagnostic>) {
    let scoping = semantic.scoping();
    for node in semantic.nodes().iter() {
        let AstKind::ImportDeclaration(import) = node.kind() else { continue };
        let module = import.source.value.as_str();
        let mut names = import.specifiers.iter().flatten();
        let is_unused = names.all(|name| scoping.symbol_is_unused(name.local().symbol_id()));
        if import.import_kind.is_value() && is_unused && exports_of(module).is_none() {
            told.push(unknown_module(module, import.source.span, places));
        }
    }
}

fn broken(
    semantic: &Semantic<'_>,
    id: NodeId,
    kind: AstKind<'_>,
) -> Option<(Span, &'static str, &'static str)> {
    match kind {
        AstKind::ImportExpression(import) => Some((
            import.span,
            "import() is not there: what a scene needs is known before it runs",
            "Write `import { … } from '…'` at the top of the file",
        )),
        AstKind::ImportMeta(meta) => Some((
            meta.span,
            "import.meta is not there",
            "Pass settings in as properties and read them with getInputProps()",
        )),
        AstKind::AwaitExpression(wait) if is_top(semantic, id) => Some((
            wait.span,
            "A scene cannot wait: there is nothing to wait for",
            "Pass data in as properties, and name files with staticFile()",
        )),
        AstKind::ForOfStatement(of) if of.r#await && is_top(semantic, id) => {
            Some((of.span, "A scene cannot wait: there is nothing to wait for", "Loop without await"))
        }
        AstKind::JSXOpeningElement(element) => match &element.name {
            JSXElementName::Identifier(name) => {
                rejected_tag(&name.name).map(|(message, hint)| (name.span, message, hint))
            }
            _ => None,
        },
        AstKind::Class(class)
            if class.heritage.as_ref().is_some_and(|parent| is_component(&parent.expression)) =>
        {
            Some((
                class.span,
                "Class components are not supported",
                "Write the component as a function: `const Title = (props) => <h1>…</h1>`",
            ))
        }
        _ => None,
    }
}

fn rejected_tag(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "iframe" | "object" | "embed" | "webview" => {
            Some(("Pages inside a scene are not supported", "Show a picture of the page with <Img>"))
        }
        "canvas" => {
            Some(("<canvas> is not supported: nothing can draw on it", "Draw with SVG or with elements"))
        }
        "script" => Some(("<script> is not run", "Write the code into the scene's file")),
        _ => None,
    }
}

fn is_component(superclass: &Expression<'_>) -> bool {
    match superclass {
        Expression::Identifier(name) => matches!(name.name.as_str(), "Component" | "PureComponent"),
        Expression::StaticMemberExpression(member) => {
            matches!(member.property.name.as_str(), "Component" | "PureComponent")
        }
        _ => false,
    }
}

fn is_top(semantic: &Semantic<'_>, id: NodeId) -> bool {
    !semantic
        .nodes()
        .ancestor_kinds(id)
        .any(|kind| matches!(kind, AstKind::Function(_) | AstKind::ArrowFunctionExpression(_)))
}

/// Tells names that nothing declares, unless the code itself asks whether they are there.
fn free_names(semantic: &Semantic<'_>, places: &Places<'_>, told: &mut Vec<Diagnostic>) {
    let scoping = semantic.scoping();
    for (name, references) in scoping.root_unresolved_references() {
        let name = name.as_str();
        if names::GLOBALS.contains(&name) {
            continue;
        }
        let values: Vec<_> = references
            .iter()
            .map(|id| scoping.get_reference(*id))
            .filter(|reference| reference.is_value() && !reference.is_type())
            .collect();
        let asked = values.iter().any(|reference| is_asked(semantic, reference.node_id()));
        if asked {
            continue;
        }
        told.extend(values.iter().take(1).map(|reference| {
            let offset = semantic.reference_span(reference).start as usize;
            places.diagnostic(offset, format!("'{name}' is not there"), hint(semantic, name))
        }));
    }
}

/// Whether it stands in `typeof name`.
fn is_asked(semantic: &Semantic<'_>, id: NodeId) -> bool {
    matches!(semantic.nodes().parent_kind(id), AstKind::UnaryExpression(unary) if unary.operator.is_typeof())
}

fn hint(semantic: &Semantic<'_>, name: &str) -> Option<String> {
    if let Some(hint) = names::missing(name) {
        return Some(hint.to_owned());
    }
    if let Some(hint) = modules::rejected_name(name) {
        return Some(hint.to_owned());
    }
    if name == "React" {
        return Some("Add `import React from 'react'`".to_owned());
    }
    let home = modules::NAMES
        .iter()
        .find(|module| exports_of(module).is_some_and(|exports| exports.iter().any(|export| export == name)));
    if let Some(module) = home {
        return Some(format!("Add `import {{ {name} }} from '{module}'`"));
    }
    let scoping = semantic.scoping();
    let ours = scoping.get_bindings(scoping.root_scope_id());
    let near = near(name, ours.keys().map(oxc::str::Ident::as_str).chain(names::GLOBALS.iter().copied()), 3);
    (!near.is_empty()).then(|| format!("Did you mean {}?", listed(&near, "or")))
}

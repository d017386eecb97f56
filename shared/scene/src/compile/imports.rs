//! What a scene may import.

use oxc::allocator::Allocator;
use oxc::ast::ast::{ImportDeclarationSpecifier, Program, Statement};
use oxc::parser::Parser;
use oxc::span::{GetSpan, SourceType, Span};
use oxc::syntax::module_record::ExportExportName;

use super::places::Places;
use super::{Diagnostic, near};
use crate::script::modules;

/// The modules that a program imports. What is not there is told.
pub(super) fn check(program: &Program<'_>, places: &Places<'_>, told: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut imports = Vec::new();
    for statement in &program.body {
        let (source, names): (_, Vec<(String, Span)>) = match statement {
            Statement::ImportDeclaration(import) => {
                let specifiers = import.specifiers.iter().flatten();
                (&import.source, specifiers.filter_map(imported).collect())
            }
            Statement::ExportFromDeclaration(export) => {
                let names = export.specifiers.iter();
                (
                    &export.source,
                    names.map(|name| (name.local.name().to_string(), name.local.span())).collect(),
                )
            }
            Statement::ExportAllDeclaration(export) => (&export.source, Vec::new()),
            _ => continue,
        };
        let module = source.value.as_str();
        match exports_of(module) {
            None => told.push(unknown_module(module, source.span, places)),
            Some(exports) => {
                let unknown = names.iter().filter(|(name, _)| !exports.contains(name));
                told.extend(unknown.map(|(name, span)| unknown_name(module, name, *span, &exports, places)));
            }
        }
        if !imports.iter().any(|known| known == module) {
            imports.push(module.to_owned());
        }
    }
    imports
}

fn imported(specifier: &ImportDeclarationSpecifier<'_>) -> Option<(String, Span)> {
    match specifier {
        ImportDeclarationSpecifier::ImportSpecifier(named) => {
            Some((named.imported.name().to_string(), named.imported.span()))
        }
        ImportDeclarationSpecifier::ImportDefaultSpecifier(default) => {
            Some(("default".to_owned(), default.span))
        }
        ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => None,
    }
}

pub(super) fn unknown_module(module: &str, span: Span, places: &Places<'_>) -> Diagnostic {
    let hint = modules::rejected(module).map_or_else(
        || {
            let near = near(module, modules::NAMES.iter().copied(), 3);
            if near.is_empty() {
                format!("There are {}", listed(modules::NAMES, "and"))
            } else {
                format!("Did you mean {}?", listed(&near, "or"))
            }
        },
        ToOwned::to_owned,
    );
    places.diagnostic(span.start as usize, format!("There is no module '{module}' in a scene"), Some(hint))
}

fn unknown_name(module: &str, name: &str, span: Span, exports: &[String], places: &Places<'_>) -> Diagnostic {
    let names = exports.iter().map(String::as_str);
    let hint = modules::rejected_name(name).map_or_else(
        || {
            let near = near(name, names.clone(), 5);
            let elsewhere: Vec<_> =
                modules::NAMES.iter().copied().filter(|other| *other != module && has(other, name)).collect();
            match (near.is_empty(), elsewhere.is_empty()) {
                (_, false) => format!("Import it from {}", listed(&elsewhere, "or")),
                (false, true) => format!("Did you mean {}?", listed(&near, "or")),
                (true, true) => format!("It has {}", listed(&names.collect::<Vec<_>>(), "and")),
            }
        },
        ToOwned::to_owned,
    );
    let message = if name == "default" {
        format!("'{module}' has no default export")
    } else {
        format!("'{module}' has no export '{name}'")
    };
    places.diagnostic(span.start as usize, message, Some(hint))
}

fn has(module: &str, name: &str) -> bool {
    exports_of(module).is_some_and(|exports| exports.iter().any(|export| export == name))
}

/// Names in quotes with commas and a last word between them.
pub(super) fn listed(names: &[&str], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// What a module exports, read from its source; none if a scene may not import it.
pub(crate) fn exports_of(module: &str) -> Option<Vec<String>> {
    let source = modules::source(module).filter(|_| !module.starts_with('#'))?;
    let allocator = Allocator::default();
    let record = Parser::new(&allocator, &source, SourceType::mjs()).parse().module_record;
    let named = record.local_export_entries.iter().chain(&record.indirect_export_entries);
    let names = named.filter_map(|entry| match &entry.export_name {
        ExportExportName::Name(name) => Some(name.name.to_string()),
        ExportExportName::Default(_) => Some("default".to_owned()),
        ExportExportName::Null => None,
    });
    Some(names.collect())
}

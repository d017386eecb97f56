//! TSX becomes a module that a [`Script`](crate::Script) runs.

use std::fmt;
use std::path::{Path, PathBuf};

use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::diagnostics::OxcDiagnostic;
use oxc::parser::Parser;
use oxc::semantic::SemanticBuilder;
use oxc::span::SourceType;
use oxc::transformer::{JsxOptions, TransformOptions, Transformer};
use serde::{Deserialize, Serialize};

use places::Places;

mod imports;
mod names;
mod near;
mod places;
mod rules;

use imports::exports_of;
pub(crate) use names::missing;
use near::near;
use places::SourceMap;

/// Bytes of code in one scene: more is no scene but a data file, and would be slow to check.
const MOST_CODE: usize = 2 << 20;

/// Something that keeps a file from being a scene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file, as it was given.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// A scene whose code has been checked and stripped of its types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    file: String,
    code: String,
    map: SourceMap,
    imports: Vec<String>,
}

/// Compiles a scene.
///
/// Everything that is wrong with it is told at once where that is possible: what does not parse hides the rest.
pub fn compile(file: &str, tsx: &str) -> Result<Module, Vec<Diagnostic>> {
    let places = Places::new(file, tsx);
    if tsx.len() > MOST_CODE {
        return Err(vec![places.diagnostic(
            0,
            format!("The file has {} bytes of code: at most {MOST_CODE} are a scene", tsx.len()),
            Some("Move data into the properties or into assets".to_owned()),
        )]);
    }
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, tsx, SourceType::tsx()).parse();
    if parsed.panicked || parsed.diagnostics.has_errors() {
        return Err(told(&places, parsed.diagnostics.errors()));
    }
    let mut program = parsed.program;
    let built = SemanticBuilder::new()
        .with_check_syntax_error(true)
        .with_build_nodes(true)
        .with_enum_eval(true)
        .build(&program);
    let mut diagnostics = told(&places, built.diagnostics.errors());
    rules::check(&built.semantic, &places, &mut diagnostics);
    let scoping = built.semantic.into_scoping();

    let options = TransformOptions {
        jsx: JsxOptions { pure: false, ..JsxOptions::enable() },
        ..TransformOptions::default()
    };
    let transformed =
        Transformer::new(&allocator, Path::new(file), &options).build_with_scoping(scoping, &mut program);
    diagnostics.extend(told(&places, transformed.diagnostics.errors()));
    let imports = imports::check(&program, &places, &mut diagnostics);
    if !diagnostics.is_empty() {
        diagnostics.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
        diagnostics.dedup();
        return Err(diagnostics);
    }
    let options = CodegenOptions { source_map_path: Some(PathBuf::from(file)), ..CodegenOptions::default() };
    let printed = Codegen::new().with_options(options).build(&program);
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the type of the map has no name in `oxc`")]
    let tokens = printed.map.iter().flat_map(|map| map.get_tokens());
    let map =
        SourceMap::new(tokens.map(|token| {
            [token.get_dst_line(), token.get_dst_col(), token.get_src_line(), token.get_src_col()]
        }));
    Ok(Module { file: file.to_owned(), code: printed.code, map, imports })
}

fn told<'d>(places: &Places<'_>, diagnostics: impl Iterator<Item = &'d OxcDiagnostic>) -> Vec<Diagnostic> {
    diagnostics
        .map(|diagnostic| {
            let offset = diagnostic.labels.first().map_or(0, |label| label.span().start as usize);
            let note = diagnostic.labels.iter().find_map(|label| label.label()).map(ToOwned::to_owned);
            let hint = diagnostic.help.as_ref().map(ToString::to_string).or(note);
            places.diagnostic(offset, diagnostic.message.to_string(), hint)
        })
        .collect()
}

impl Module {
    /// The file that it was made of.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The modules that it imports.
    pub fn imports(&self) -> &[String] {
        &self.imports
    }

    /// Its JavaScript.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// The place in the source of a place in its JavaScript.
    pub(crate) fn place(&self, line: u32, column: u32) -> Option<(u32, u32)> {
        self.map.source(line, column)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, message, .. } = self;
        write!(f, "{file}:{line}:{column}: {message}")?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " ({hint})"))
    }
}

#[cfg(test)]
mod tests;

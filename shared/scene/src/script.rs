//! A module that runs: frame after frame, within limits, with nothing around it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rquickjs::context::intrinsic;
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Persistent, Runtime};
use serde_json::Value;

use crate::{Canvas, Frame, Limits, Meta, Module, Place, Problem, Warning};

mod css;
pub(crate) mod modules;
mod stack;
mod stream;

/// What the language brings, without anything that tells time or waits.
type Language = (
    intrinsic::Date,
    intrinsic::Eval,
    intrinsic::RegExpCompiler,
    intrinsic::RegExp,
    intrinsic::Json,
    intrinsic::Proxy,
    intrinsic::MapSet,
    intrinsic::TypedArrays,
    intrinsic::Promise,
);

/// Starts a scene: its module is `scene`, and the host module is what Rust calls.
const MAIN: &str = "import '#determinism';\nimport * as host from '#host';\nimport * as scene from 'scene';\n\
                    globalThis.__open = (...given) => host.open(scene, ...given);\nglobalThis.__frame = host.frame;\n";

/// What comes before, where code writes numbers and dates as people of a place do: a fifth of all that is loaded.
const CUSTOMS: &str = "import '#intl';\n";

/// What code names that does so.
const OF_CUSTOMS: [&str; 3] = ["Intl", "toLocale", "localeCompare"];

/// A module that runs in an interpreter of its own.
///
/// A frame depends on the code, the properties, the canvas and its number. What code keeps in its own variables between
/// frames is not taken from it: a scene that counts its calls is not pure, and that is its author's choice.
pub struct Script {
    // First, since a value must be dropped before the interpreter that it lives in: QuickJS aborts the process otherwise.
    frame: Persistent<Function<'static>>,
    context: Context,
    deadline: Deadline,
    module: Module,
    limits: Limits,
    meta: Meta,
    warnings: Vec<Warning>,
}

impl Script {
    /// Runs a module up to its first frame.
    pub fn open(module: &Module, props: &Value, limits: &Limits) -> Result<Self, Problem> {
        let failed = |error: rquickjs::Error| Problem::Limit {
            limit: "memory".to_owned(),
            frame: None,
            message: format!("The interpreter could not start ({error}): give it more memory"),
        };
        let runtime = Runtime::new().map_err(failed)?;
        runtime.set_memory_limit(limits.memory);
        runtime.set_max_stack_size(limits.stack);
        let deadline = Deadline::new(limits.time);
        let watch = deadline.clone();
        runtime.set_interrupt_handler(Some(Box::new(move || watch.is_over())));
        runtime.set_loader(modules::Resolve, modules::Load::new(module.code()));
        let context = Context::custom::<Language>(&runtime).map_err(failed)?;
        deadline.start();
        let outcome = context.with(|ctx| start(&ctx, &deadline, &main(module), props, limits));
        let (frame, text) = outcome.map_err(|thrown| thrown.problem(module, limits, None))?;
        let (meta, warnings) = stream::meta(&text);
        Ok(Self { frame, context, deadline, module: module.clone(), limits: limits.clone(), meta, warnings })
    }

    /// What the module says of its size and length.
    pub fn meta(&self) -> Meta {
        self.meta
    }

    /// Makes a frame.
    pub fn frame(&mut self, n: u32, canvas: Canvas) -> Result<Frame, Problem> {
        let text = self.text(n, canvas)?;
        self.read(&text, n)
    }

    /// Runs the code for a frame. The same text means the same frame, but for the warnings in it.
    pub(crate) fn text(&mut self, n: u32, canvas: Canvas) -> Result<String, Problem> {
        self.deadline.start();
        let outcome = self.context.with(|ctx| self.call(&ctx, n, canvas));
        let text = outcome.map_err(|thrown| thrown.problem(&self.module, &self.limits, Some(n)))?;
        if text.len() > self.limits.text {
            return Err(Problem::Limit {
                limit: "text".to_owned(),
                frame: Some(n),
                message: format!(
                    "One frame has {} bytes of text, styles and attributes, and at most {} are shown: show less",
                    text.len(),
                    self.limits.text
                ),
            });
        }
        Ok(text)
    }

    /// Reads what the code of a frame wrote.
    pub(crate) fn read(&mut self, text: &str, n: u32) -> Result<Frame, Problem> {
        let mut frame = stream::read(text, n)?;
        if !self.warnings.is_empty() {
            frame.warnings.splice(0..0, std::mem::take(&mut self.warnings));
        }
        Ok(frame)
    }

    fn call(&self, ctx: &Ctx<'_>, n: u32, canvas: Canvas) -> Result<String, Thrown> {
        let thrown = |error| Thrown::of(ctx, error, &self.deadline);
        let frame = self.frame.clone().restore(ctx).map_err(thrown)?;
        let text: rquickjs::String<'_> =
            frame.call((n, canvas.width, canvas.height, canvas.fps, canvas.frames)).map_err(thrown)?;
        let text = text.to_string().map_err(thrown)?;
        settle(ctx, &self.deadline)?;
        Ok(text)
    }
}

/// The code that starts a module.
fn main(module: &Module) -> String {
    let customs = if OF_CUSTOMS.iter().any(|name| module.code().contains(name)) { CUSTOMS } else { "" };
    format!("{customs}{MAIN}")
}

/// Evaluates the modules and opens the scene.
fn start(
    ctx: &Ctx<'_>,
    deadline: &Deadline,
    main: &str,
    props: &Value,
    limits: &Limits,
) -> Result<(Persistent<Function<'static>>, String), Thrown> {
    let thrown = |error| Thrown::of(ctx, error, deadline);
    let promise = rquickjs::Module::evaluate(ctx.clone(), "main", main).map_err(thrown)?;
    settle(ctx, deadline)?;
    match promise.result::<rquickjs::Value<'_>>() {
        Some(result) => drop(result.map_err(thrown)?),
        None => {
            return Err(Thrown::plain("The module waits for something that never comes: do not use await"));
        }
    }
    let globals = ctx.globals();
    let open: Function<'_> = globals.get("__open").map_err(thrown)?;
    let frame: Function<'_> = globals.get("__frame").map_err(thrown)?;
    globals.remove("__open").map_err(thrown)?;
    globals.remove("__frame").map_err(thrown)?;
    let text: String = open.call((props.to_string(), limits.elements, limits.depth)).map_err(thrown)?;
    settle(ctx, deadline)?;
    Ok((Persistent::save(ctx, frame), text))
}

/// Runs what promises have left to do. What they throw is nobody's: nothing waits for them.
fn settle(ctx: &Ctx<'_>, deadline: &Deadline) -> Result<(), Thrown> {
    while ctx.execute_pending_job() {
        if deadline.is_over() {
            return Err(Thrown { kind: Kind::Time, ..Thrown::plain("") });
        }
    }
    Ok(())
}

/// When the code that runs now must have ended.
#[derive(Clone)]
struct Deadline {
    at: Rc<Cell<Instant>>,
    time: Duration,
}

impl Deadline {
    fn new(time: u64) -> Self {
        let deadline = Self { at: Rc::new(Cell::new(now())), time: Duration::from_millis(time) };
        deadline.start();
        deadline
    }

    fn start(&self) {
        self.at.set(now() + self.time);
    }

    /// Time to read what was thrown, whose message may be code.
    fn extend(&self) {
        self.at.set(now() + Duration::from_millis(100));
    }

    fn is_over(&self) -> bool {
        now() > self.at.get()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the limit of time is of this process's own; no result depends on it"
)]
fn now() -> Instant {
    Instant::now()
}

/// What code threw.
struct Thrown {
    kind: Kind,
    message: String,
    stack: String,
}

#[derive(PartialEq)]
enum Kind {
    Error,
    Time,
    Memory,
    Stack,
    /// Where not even an error can be made any more, the interpreter throws null. Code may say so itself.
    Null,
}

impl Thrown {
    fn plain(message: &str) -> Self {
        Self { kind: Kind::Error, message: message.to_owned(), stack: String::new() }
    }

    fn of(ctx: &Ctx<'_>, error: rquickjs::Error, deadline: &Deadline) -> Self {
        let is_late = deadline.is_over();
        deadline.extend();
        let (message, stack) = match Err::<(), _>(error).catch(ctx) {
            Ok(()) => (String::new(), String::new()),
            Err(CaughtError::Exception(exception)) => {
                let name: String = exception.as_object().get("name").unwrap_or_default();
                let message = exception.message().unwrap_or_default();
                let message =
                    if name.is_empty() || name == "Error" { message } else { format!("{name}: {message}") };
                (message, exception.stack().unwrap_or_default())
            }
            Err(CaughtError::Value(value)) if value.is_null() => {
                return Self { kind: Kind::Null, ..Self::plain("It threw null: throw an Error") };
            }
            Err(CaughtError::Value(value)) => {
                (format!("It threw {}: throw an Error", stack::shown(&value)), String::new())
            }
            Err(CaughtError::Error(error)) => (error.to_string(), String::new()),
        };
        let kind = if is_late {
            Kind::Time
        } else if message.contains("out of memory") || message.contains("string too long") {
            Kind::Memory
        } else if message.contains("Maximum call stack size exceeded") || message.contains("stack overflow") {
            Kind::Stack
        } else {
            Kind::Error
        };
        Self { kind, message, stack }
    }

    fn problem(self, module: &Module, limits: &Limits, frame: Option<u32>) -> Problem {
        let place = stack::place(&self.stack, module);
        let kind = match self.kind {
            Kind::Null if module.code().contains("throw null") => Kind::Error,
            Kind::Null => Kind::Memory,
            other => other,
        };
        let (limit, message) = match kind {
            Kind::Error => {
                let at = place.map(|(line, column)| Place { file: module.file().to_owned(), line, column });
                return Problem::Threw { at, frame, message: stack::hinted(self.message) };
            }
            Kind::Time => (
                "time",
                format!(
                    "The code ran for more than {} ms: look for a loop that does not end, or do less",
                    limits.time
                ),
            ),
            Kind::Memory => (
                "memory",
                format!("The code used more than {} MB of memory: make less at once", limits.memory >> 20),
            ),
            Kind::Stack | Kind::Null => (
                "stack",
                "Functions called each other too deep: look for one that always calls itself".to_owned(),
            ),
        };
        let place = place.map(|(line, _)| format!(" ({}:{line})", module.file())).unwrap_or_default();
        Problem::Limit { limit: limit.to_owned(), frame, message: message + &place }
    }
}

#[cfg(test)]
mod tests;

//! Following a render to its end, with a bar that names the stages as they pass.

mod story;

use std::pin::pin;
use std::time::{Duration, Instant};

use anyhow::Result;
use console::Style;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use self::story::Story;
use crate::api::{Answer, Api, Event, Page, Render};
use crate::failure::{Exit, Failure};
use crate::ui::{self, Ui};

/// How often the log is read: often enough for stages of some hundred milliseconds.
const EVENTS: Duration = Duration::from_millis(250);
/// How often a render that waits in line is asked for its place.
const LINE: Duration = Duration::from_secs(1);
/// Pause before the render is asked for again after an answer that did not help.
const RECOVERY: Duration = Duration::from_secs(1);
/// How many such answers in a row are borne: half a minute.
const PATIENCE: u32 = 30;

/// A render that has ended.
pub(crate) struct Ended {
    /// The render.
    pub(crate) render: Answer<Render>,
    /// What was charged for it, micro-USD, as far as its log told.
    pub(crate) charged: Option<i64>,
}

/// Waits for the end of a render. Ctrl-C ends the waiting, not the render.
pub(crate) async fn to_end(ui: &Ui, api: &Api, id: &str) -> Result<Ended> {
    let get = ui::command(&format!("renders get {id}"));
    ui.on_interrupt(Some(format!("the render goes on; `{get} --wait --out FILE` picks it up")));
    let bar = Bar::new(ui);
    let mut story = Story::default();
    let mut log = Log::new(id);
    let mut end = pin!(end_of(api, id));
    let mut line = Line::default();
    let render = loop {
        tokio::select! {
            render = &mut end => break render?,
            () = tokio::time::sleep(EVENTS) => {
                // The log is a courtesy: if it cannot be read now, the render itself tells the end.
                for event in log.news(api).await.unwrap_or_default() {
                    bar.show(ui, &mut story, &event);
                }
                if story.is_queued() {
                    line.look(ui, api, id, &bar).await;
                }
                if story.has_ended() {
                    break api.get(&path(id)).await?;
                }
            }
        }
    };
    for event in log.news(api).await.unwrap_or_default() {
        bar.show(ui, &mut story, &event);
    }
    bar.done();
    ui.on_interrupt(None);
    Ok(Ended { render, charged: story.charged() })
}

/// The place in the waiting line, as long as the render has one.
#[derive(Default)]
struct Line {
    looked: Option<Instant>,
    told: Option<u64>,
}

impl Line {
    /// Asks for the place every now and then, and tells one that is new.
    async fn look(&mut self, ui: &Ui, api: &Api, id: &str, bar: &Bar) {
        if self.looked.is_some_and(|looked| looked.elapsed() < LINE) {
            return;
        }
        self.looked = Some(Instant::now());
        // A courtesy, as the log is.
        let Ok(Answer { body: render, .. }) = api.get::<Render>(&path(id)).await else { return };
        let Some(text) = place(&render) else { return };
        if !ui.is_live() && self.told != render.position {
            ui.note(&format!("  {:<16} {text}", "waiting"));
        }
        self.told = render.position;
        bar.say(format!("waiting, {text}"));
    }
}

/// `position 3, about 40.0 s`.
fn place(render: &Render) -> Option<String> {
    let position = render.position.map(|position| format!("position {position}"))?;
    let eta = render.eta_seconds.map(|seconds| format!(", about {}", ui::time(Duration::from_secs(seconds))));
    Some(position + &eta.unwrap_or_default())
}

/// Waits on the render itself until it has ended.
async fn end_of(api: &Api, id: &str) -> Result<Answer<Render>> {
    let mut failures = 0;
    loop {
        match api.get::<Render>(&format!("{}?wait=25", path(id))).await {
            Ok(render) if render.body.has_ended() => return Ok(render),
            // An API that does not wait must not be asked without a pause.
            Ok(_) => failures = 0,
            Err(error) if failures == PATIENCE || !passes(&error) => return Err(error),
            Err(_) => failures += 1,
        }
        tokio::time::sleep(RECOVERY).await;
    }
}

/// Whether waiting may help: silence, a limit on waiters, a fault on the other side.
pub(crate) fn passes(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Failure>().is_some_and(|failure| match &failure.problem {
        Some(problem) => problem.status == 429 || problem.status >= 500,
        None => failure.exit == Exit::Unreachable,
    })
}

fn path(id: &str) -> String {
    format!("/v1/renders/{id}")
}

/// Reads a render's log from where it was left.
pub(crate) struct Log {
    path: String,
    cursor: Option<String>,
    seen: u64,
}

impl Log {
    /// The log of a render, from its beginning.
    pub(crate) fn new(id: &str) -> Self {
        Self { path: format!("{}/events?limit=100", path(id)), cursor: None, seen: 0 }
    }

    /// What was added since the last look.
    pub(crate) async fn news(&mut self, api: &Api) -> Result<Vec<Event>> {
        Ok(self.documents(api).await?.into_iter().map(|(event, _)| event).collect())
    }

    /// The same with each event as it came.
    pub(crate) async fn documents(&mut self, api: &Api) -> Result<Vec<(Event, Value)>> {
        let mut news = Vec::new();
        loop {
            let cursor = self.cursor.as_ref().map_or(String::new(), |cursor| format!("&cursor={cursor}"));
            let page = api.get::<Page<Event>>(&format!("{}{cursor}", self.path)).await?;
            let documents = page.document["items"].as_array().cloned().unwrap_or_default();
            let fresh =
                page.body.items.into_iter().zip(documents).filter(|(event, _)| event.version > self.seen);
            news.extend(fresh);
            self.seen = news.iter().map(|(event, _)| event.version).max().unwrap_or(self.seen);
            // The last page has no next one and is read again: that is where news arrives.
            let Some(next) = page.body.next_cursor else { return Ok(news) };
            self.cursor = Some(next);
        }
    }
}

/// The line at the bottom of the terminal, or plain lines where there is none.
struct Bar(ProgressBar);

impl Bar {
    fn new(ui: &Ui) -> Self {
        let style = ProgressStyle::with_template("  {spinner} {bar:28} {msg} {elapsed:.dim}");
        let style = style.map_or_else(|_| ProgressStyle::default_bar(), |style| style.progress_chars("━╸─"));
        let bar = ui.bars().add(ProgressBar::new(Story::LENGTH).with_style(style).with_message("waiting"));
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    fn show(&self, ui: &Ui, story: &mut Story, event: &Event) {
        if let Some(line) = story.take(event) {
            let name = Style::new().green().for_stderr().apply_to(format!("{:<16}", line.name));
            let rest = Style::new().dim().for_stderr().apply_to(line.rest);
            ui.note(&format!("  {name} {rest}"));
        }
        self.0.set_length(story.length());
        self.0.set_position(story.done());
        self.0.set_message(story.now().to_owned());
    }

    fn say(&self, text: String) {
        self.0.set_message(text);
    }

    fn done(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.done();
    }
}

#[cfg(test)]
mod tests;

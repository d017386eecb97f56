//! What is told, to people and to machines. The only room that writes to the terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use audit::Finding;
use console::Style;
use serde_json::{Value, json};

use crate::cli::Cli;
use crate::confirm::Outcome;

/// What was looked at, and what was found.
#[derive(Debug, Default)]
pub(crate) struct Examined {
    /// Items of the table.
    pub(crate) items: usize,
    /// Workspaces.
    pub(crate) workspaces: usize,
    /// Jobs of these.
    pub(crate) jobs: usize,
    /// Objects of these.
    pub(crate) objects: usize,
    /// What is wrong.
    pub(crate) findings: Vec<Finding>,
    /// What could not be decided because it moved.
    pub(crate) undecided: Vec<Finding>,
}

impl Examined {
    /// Adds what is known about a workspace.
    pub(crate) fn add(&mut self, outcome: Outcome) {
        self.workspaces += 1;
        self.jobs += outcome.jobs;
        self.objects += outcome.objects;
        self.findings.extend(outcome.findings);
        self.undecided.extend(outcome.undecided);
    }
}

/// The result of a run.
pub(crate) struct Report {
    pub(crate) examined: Examined,
    pub(crate) calls: BTreeMap<String, u64>,
    pub(crate) table: String,
    pub(crate) bucket: Option<String>,
}

impl Report {
    /// Prints it on stdout.
    pub(crate) fn print(&self, as_json: bool) -> io::Result<()> {
        let text = if as_json { format!("{:#}", self.document()) } else { self.text() };
        write_line(&mut io::stdout().lock(), text.trim_end())
    }

    /// For machines.
    fn document(&self) -> Value {
        let Examined { items, workspaces, jobs, objects, findings, undecided } = &self.examined;
        let each = |findings: &[Finding]| findings.iter().map(document).collect::<Vec<_>>();
        json!({
            "clean": findings.is_empty(),
            "table": self.table,
            "bucket": self.bucket,
            "read": { "items": items, "workspaces": workspaces, "jobs": jobs, "objects": objects },
            "findings": each(findings),
            "undecided": each(undecided),
            "calls": self.calls,
        })
    }

    /// For people.
    fn text(&self) -> String {
        let Examined { items, workspaces, jobs, objects, findings, undecided } = &self.examined;
        let mut text = String::new();
        let mut by_workspace: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            by_workspace.entry(&finding.workspace).or_default().push(finding);
        }
        for (workspace, findings) in &by_workspace {
            let name = if workspace.is_empty() { "outside of every workspace" } else { workspace };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", Style::new().bold().apply_to(name));
            for finding in findings {
                tell(&mut text, finding);
            }
        }
        if !undecided.is_empty() {
            let count = undecided.len();
            let _ = writeln!(
                text,
                "{count} findings came back while their jobs moved, and do not count. Run it again.\n"
            );
        }
        let read =
            format!("Read: workspaces {workspaces}, jobs {jobs}, files {objects}, items in all {items}.");
        let _ = match findings.len() {
            0 => writeln!(text, "{} {read}", Style::new().green().apply_to("All is well.")),
            1 => writeln!(text, "{} {read}", Style::new().red().apply_to("1 finding.")),
            many => writeln!(text, "{} {read}", Style::new().red().apply_to(format!("{many} findings."))),
        };
        if self.bucket.is_none() {
            text.push_str("Files were not looked at: name their bucket with --bucket.\n");
        }
        text
    }
}

fn document(finding: &Finding) -> Value {
    json!({
        "invariant": finding.invariant.word(),
        "promise": finding.invariant.promise().number(),
        "workspace": finding.workspace,
        "item": { "pk": finding.item.pk, "sk": finding.item.sk },
        "words": finding.words,
        "about": finding.invariant.about(),
        "remedy": finding.invariant.remedy(),
    })
}

fn tell(text: &mut String, finding: &Finding) {
    let invariant = finding.invariant;
    let name = format!("{} ({})", invariant.word(), invariant.promise().number());
    // Writing to a string cannot fail.
    let _ =
        writeln!(text, "  {}  {} {}", Style::new().red().apply_to(name), finding.item.pk, finding.item.sk);
    let _ = writeln!(text, "    {}", finding.words);
    let _ = writeln!(text, "    must hold: {}", invariant.about());
    let _ = writeln!(text, "    what to do: {}\n", invariant.remedy());
}

/// Says why nothing is known: to people on stderr, to machines on stdout.
pub(crate) fn complain(cli: &Cli, error: &anyhow::Error) {
    let next = "check --table, --bucket, --region or --endpoint, and the credentials; docs/doctor.md has the policy that they need";
    // Nobody is left to tell if these are closed.
    let _ = write_line(&mut io::stderr().lock(), &format!("error: {error:#}\n  {next}"));
    if cli.json {
        let document = json!({ "error": { "exit_code": 3, "message": format!("{error:#}"), "next": next } });
        let _ = write_line(&mut io::stdout().lock(), &format!("{document:#}"));
    }
}

/// A reader that went away (`| head -1`) is not an error.
fn write_line(to: &mut dyn io::Write, text: &str) -> io::Result<()> {
    match writeln!(to, "{text}").and_then(|()| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;

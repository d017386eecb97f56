//! The state machine `render`, walked in memory: Tasks run stages, Choices read their word, a Catch leads to the stage that
//! ends a job badly. Retries are left out: a stage in memory fails the same way each time.

use contract::{Failure, Function, Next, Step};
use fault::Fault;
use serde_json::{Value, json};

use super::Studio;
use crate::FUNCTIONS;

/// The machine.
pub(crate) struct Flow(Value);

/// The machine of `infra/flows/render.asl.json`.
pub(crate) fn flow() -> Flow {
    Flow(serde_json::from_str(include_str!("../../../../infra/flows/render.asl.json")).unwrap())
}

impl Flow {
    /// The stages of the good path of a render without references, in order: from the start, always the way of a stage's first
    /// word.
    pub(crate) fn order(&self) -> Vec<Function> {
        let mut stages = Vec::new();
        let mut state = self.start();
        while let Some(function) = Self::stage(self.state(&state)) {
            stages.push(function);
            state = self.0["States"][self.choice(&state)]["Choices"][0]["Next"].as_str().unwrap().to_owned();
        }
        stages
    }

    pub(crate) fn start(&self) -> String {
        self.0["StartAt"].as_str().unwrap().to_owned()
    }

    /// Goes from `state` to an end, and answers every Task on the way and the state of the end.
    pub(crate) async fn walk(&self, studio: &Studio, from: &str, step: &Step) -> Vec<String> {
        self.walk_to(studio, from, step, None).await
    }

    /// The same, but no further than to the Task of `end`, which is left to the caller.
    pub(crate) async fn walk_to(
        &self,
        studio: &Studio,
        from: &str,
        step: &Step,
        end: Option<Function>,
    ) -> Vec<String> {
        let mut step = step.clone();
        let mut way = Vec::new();
        let mut name = from.to_owned();
        loop {
            let state = self.state(&name);
            if let Some(branches) = state["Branches"].as_array() {
                let word = self.both(studio, branches, &step, &mut way).await;
                name = self.after(&name, word);
                continue;
            }
            way.push(name.clone());
            let Some(function) = Self::stage(state) else { return way };
            if end.is_some_and(|end| end.spec.name == function.spec.name) {
                return way;
            }
            let waits = waits(state);
            step.token = waits.then(|| format!("{name} {}", way.len()));
            name = match studio.step(function, &step).await {
                Ok(_) if waits => {
                    let (word, r#try) = signaled(studio, &step).await;
                    step.r#try = r#try;
                    self.after(&name, &word)
                }
                Ok(Next { word, r#try }) => {
                    step.r#try = r#try;
                    self.after(&name, word)
                }
                Err(fault) => {
                    let caught = &state["Catch"][0]["Next"];
                    let caught = caught.as_str().unwrap_or_else(|| panic!("{name} fails: {fault:?}"));
                    // What fails beside the render leads on, and tells nobody.
                    step.failure = (caught == "Fail").then(|| failure(&fault));
                    caught.to_owned()
                }
            };
        }
    }

    /// Does the Task of each branch of a Parallel, and answers the gravest of their words.
    async fn both(
        &self,
        studio: &Studio,
        branches: &[Value],
        step: &Step,
        way: &mut Vec<String>,
    ) -> &'static str {
        let mut words = Vec::new();
        for branch in branches {
            let name = branch["StartAt"].as_str().unwrap();
            way.push(name.to_owned());
            let function = Self::stage(&branch["States"][name]).expect("a branch begins with a Task");
            words.extend(studio.step(function, step).await.map(|next| next.word));
        }
        ["cancel", "stop", "refine"].into_iter().find(|word| words.contains(word)).unwrap_or("ok")
    }

    fn state(&self, name: &str) -> &Value {
        &self.0["States"][name]
    }

    /// The stage that a Task invokes; `None` for any other state.
    fn stage(state: &Value) -> Option<Function> {
        let name = state["Arguments"]["FunctionName"].as_str()?;
        let logical = |function: &Function| {
            let capitalized = |word: &str| word[..1].to_uppercase() + &word[1..];
            format!("${{{}}}", function.spec.name.split('-').map(capitalized).collect::<String>())
        };
        Some(*FUNCTIONS.iter().find(|function| logical(function) == name).expect("a Task invokes a stage"))
    }

    fn choice(&self, state: &str) -> &str {
        self.0["States"][state]["Next"].as_str().unwrap()
    }

    fn after(&self, state: &str, word: &str) -> String {
        let choice = &self.0["States"][self.choice(state)];
        let condition = format!("{{% $states.input.word = '{word}' %}}");
        let branch =
            choice["Choices"].as_array().unwrap().iter().find(|branch| branch["Condition"] == condition);
        branch.map_or(&choice["Default"], |branch| &branch["Next"]).as_str().unwrap().to_owned()
    }
}

/// Whether a Task goes on when somebody signals, whatever its stage answers.
fn waits(state: &Value) -> bool {
    state["Resource"].as_str().is_some_and(|name| name.ends_with(".waitForTaskToken"))
}

/// Lets the workers work, and answers what they signal: word and try.
async fn signaled(studio: &Studio, step: &Step) -> (String, u32) {
    for message in studio.asked_for() {
        studio.deliver(&message).await.unwrap();
    }
    let mut questions = studio.delayed_questions();
    while let Some((question, delay)) = questions.pop() {
        studio.world.clock.advance(delay);
        studio.question(question, 1).await.unwrap();
        questions.extend(studio.delayed_questions());
    }
    let signals = studio.world.flow.signals();
    let (_, output) =
        signals.iter().find(|(token, _)| Some(token) == step.token.as_ref()).expect("somebody signals");
    let output: Value = serde_json::from_str(output).unwrap();
    (output["word"].as_str().unwrap().to_owned(), output["try"].as_u64().unwrap().try_into().unwrap())
}

/// What Step Functions catches of a fault: the error type and cause of a Lambda function that failed (Step Functions
/// Developer Guide, "Handling errors").
pub(crate) fn failure(fault: &Fault) -> Failure {
    let problem = serde_json::to_string(&fault.problem("8f2c")).unwrap();
    let error = fault.disposition().name();
    Failure {
        error: error.to_owned(),
        cause: json!({ "errorType": error, "errorMessage": problem }).to_string(),
    }
}

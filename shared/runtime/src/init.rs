//! From the start of the process to the first invocation.

use std::process::ExitCode;
use std::sync::Arc;

use contract::{Access, Function, Need, Settings, Spec};
use fault::{Fault, Kind};
use lambda_runtime::{Runtime, service_fn};
use tokio::time::Instant;

use crate::delivery::{Current, Delivery};
use crate::environment::{self, variable};
use crate::invoke::{self, Host};
use crate::sandbox::Sandbox;
use crate::surroundings::{Connect, Surroundings};
use crate::telemetry::log::{self, Met};
use crate::{caller, diagnostic, guard};

/// Starts and runs `function`.
pub(crate) fn start(function: Function, connect: Connect) -> ExitCode {
    let started = Instant::now();
    log::init(&function.spec, &function.entry);
    guard::hear_panics();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "the async runtime cannot start");
            return ExitCode::FAILURE;
        }
    };
    runtime.block_on(live(function, connect, started))
}

async fn live(function: Function, connect: Connect, started: Instant) -> ExitCode {
    let prepared = guard::caught(prepare(function, connect)).await;
    match prepared.unwrap_or_else(Err) {
        Ok(mut surroundings) => {
            let sandbox = Sandbox::around(surroundings.ports.meter, environment::memory_mb());
            surroundings.ports.meter = sandbox.clone();
            serve(Host::new(function, surroundings, sandbox, started)).await
        }
        Err(fault) => refuse(&fault).await,
    }
}

/// Settings, ports, connections.
async fn prepare(function: Function, connect: Connect) -> Result<Surroundings, Fault> {
    let needs = needs(&function.spec);
    let settings = settings(&needs)?;
    let (surroundings, prewarm) = connect(&needs, Arc::new(settings));
    prewarm.await;
    Ok(surroundings)
}

/// What the function declared, and the table where a caller has to be verified.
fn needs(spec: &Spec) -> Vec<Need> {
    let verifier = matches!(caller::access(spec), Ok(Access::Scope(_))).then_some(Need::Table);
    spec.needs().chain(verifier).collect()
}

/// Every setting, or one fault that names every problem.
fn settings(needs: &[Need]) -> Result<Settings, Fault> {
    let mut problems = environment::missing_of_lambda();
    match Settings::read(needs.iter().copied(), variable) {
        Ok(settings) if problems.is_empty() => return Ok(settings),
        Ok(_) => {}
        Err(more) => problems.extend(more.iter().map(ToString::to_string)),
    }
    let detail = format!("The function cannot start. Correct these variables: {}.", problems.join("; "));
    Err(Fault::new(Kind::Defect, "settings", detail))
}

async fn refuse(fault: &Fault) -> ExitCode {
    log::failure(fault, Met::System, "init");
    if variable("AWS_LAMBDA_RUNTIME_API").is_some()
        && let Err(error) = diagnostic::report_init_error(fault).await
    {
        tracing::error!(error, "the init error could not be reported");
    }
    ExitCode::FAILURE
}

async fn serve(host: Host) -> ExitCode {
    let host = Arc::new(host);
    let current = Current::default();
    let service = service_fn(|event| invoke::answer(Arc::clone(&host), current.clone(), event));
    match Runtime::new(service).layer(Delivery(current.clone())).run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error, "the Runtime API is gone");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests;

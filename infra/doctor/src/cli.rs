//! What may be typed.

use std::time::Duration;

use clap::Parser;
use cloud::{Site, Survey};

const AFTER: &str = "\
Exit codes:
  0    all is well
  1    something was found; it is printed
  2    the command line is wrong
  3    the stack cannot be read, so nobody knows

Credentials are those of the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION.
They need dynamodb:Scan, dynamodb:Query and s3:ListBucket (docs/doctor.md has the policy).";

/// Reads a stack and says which invariant does not hold, and where. Writes nothing.
#[derive(Debug, Parser)]
#[command(name = "ferrotype-doctor", version, after_help = AFTER)]
pub(crate) struct Cli {
    /// Name of the table
    #[arg(long, value_name = "NAME")]
    pub(crate) table: String,
    /// Name of the media bucket; without it objects are not looked at
    #[arg(long, value_name = "NAME")]
    pub(crate) bucket: Option<String>,
    /// Region of the stack [default: AWS_REGION]
    #[arg(long, value_name = "REGION", conflicts_with = "endpoint")]
    region: Option<String>,
    /// A local cloud instead of AWS, such as http://127.0.0.1:4566
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Only this workspace
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
    /// How old an object must be before it must belong to something, in minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    grace: u32,
    /// Print one JSON document on stdout and nothing else there
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress on stderr
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl Cli {
    /// The stack to look at.
    pub(crate) fn survey(&self) -> Survey {
        let site = match &self.endpoint {
            Some(endpoint) => Site::Local { endpoint: endpoint.clone() },
            None => Site::Aws { region: self.region.clone() },
        };
        Survey::of(&site, self.table.clone(), self.bucket.clone())
    }

    /// How old an object must be to be judged.
    pub(crate) fn grace(&self) -> Duration {
        Duration::from_mins(self.grace.into())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_stack_is_in_a_region_or_on_this_machine() {
        let both = ["doctor", "--table", "t", "--region", "eu-central-1", "--endpoint", "http://127.0.0.1:1"];
        assert!(Cli::try_parse_from(both).is_err());
        assert!(Cli::try_parse_from(&both[..5]).is_ok());
    }

    #[test]
    fn the_help_names_every_action_that_is_needed() {
        assert!(cloud::SURVEY_ACTIONS.iter().all(|action| AFTER.contains(action)));
    }
}

use super::*;

#[test]
fn every_problem_is_reported_at_once() {
    let lookup = |name: &str| (name == "RENDER_FLOW_ARN").then(|| "render".to_owned());
    let problems = Settings::read([Need::Table, Need::Bucket, Need::RenderFlow], lookup).unwrap_err();
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "TABLE_NAME: is not set (name of the DynamoDB table)",
            "BUCKET_NAME: is not set (name of the media bucket)",
            "RENDER_FLOW_ARN: `render` is not an ARN (ARN of the state machine `render`)",
        ]
    );
}

#[test]
fn only_declared_settings_can_be_read() {
    let settings = Settings::read([Need::Table], |_| Some("t".to_owned())).unwrap();
    assert_eq!(settings.get(&Setting::TABLE), Some("t"));
    assert_eq!(settings.get(&Setting::BUCKET), None);
}

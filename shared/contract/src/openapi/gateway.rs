//! The gateway's body: OpenAPI 3.0, routes and integrations only.

use std::fmt::Write as _;

use super::{Function, routes, verb};

/// The body of the HTTP API as YAML, to be included by `template.yaml` (`infra/api.yaml`).
///
/// No SAM route events and no permission for each route: the gateway invokes with one role, so a route is eight lines here
/// and no resource of the stack. Intrinsics are in long form because `AWS::Include` knows no other.
pub fn gateway(functions: &[Function]) -> String {
    let mut text = String::from(HEAD);
    let mut last = "";
    for (function, route) in routes(functions) {
        if route.path != last {
            line(&mut text, &format!("  {}:", route.path));
            last = route.path;
        }
        operation(&mut text, function.spec.name, &verb(route.method), route.path);
    }
    text
}

const HEAD: &str = "# Generated from the route types by `FERROTYPE_WRITE=1 cargo test -p integration generated`. Do not edit.
openapi: 3.0.1
info: { title: Ferrotype, version: \"1\" }
x-amazon-apigateway-cors:
  allowOrigins: [{ Fn::Sub: \"${EdgeUrl}\" }]
  allowMethods: [GET, POST, PUT, PATCH, DELETE]
  allowHeaders: [authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, prefer]
  exposeHeaders: [etag, idempotency-key, idempotent-replayed, location, retry-after, x-request-id]
  maxAge: 600
paths:
";

fn operation(text: &mut String, name: &str, method: &str, path: &str) {
    line(text, &format!("    {method}:"));
    line(text, &format!("      operationId: {name}"));
    let names: Vec<_> = path.split(['{', '}']).skip(1).step_by(2).collect();
    if !names.is_empty() {
        line(text, "      parameters:");
    }
    for parameter in names {
        let schema = "schema: { type: string }";
        line(text, &format!("        - {{ name: {parameter}, in: path, required: true, {schema} }}"));
    }
    line(text, "      responses: { default: { description: See the API's own document. } }");
    line(text, "      x-amazon-apigateway-integration:");
    line(text, "        type: aws_proxy");
    line(text, "        httpMethod: POST");
    line(text, "        payloadFormatVersion: \"2.0\"");
    line(text, "        credentials: { Fn::GetAtt: [ApiRole, Arn] }");
    line(text, "        uri:");
    let function = format!(
        "arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:${{AWS::StackName}}-{name}"
    );
    let gateway = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions";
    line(text, &format!("          Fn::Sub: \"{gateway}/{function}/invocations\""));
}

fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}

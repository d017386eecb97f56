"""From a template to what is deployed: includes, bootstraps, refusals."""

import json
import os
import shutil
import tempfile
import textwrap
import unittest
from pathlib import Path
from typing import Any

from failure import Failure
from sam.bootstrap import Binaries
from sam.package import Package, host_architecture
from tests import cloud

FUNCTION = """
Transform: AWS::Serverless-2016-10-31
Resources:
  OneFn:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: target/lambda/one/, Runtime: provided.al2023, Handler: bootstrap}
"""


class Packaging(unittest.TestCase):
    def setUp(self) -> None:
        self.base = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.base)
        self.bins = self.base / "bins"
        self.bins.mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.base / name
        path.write_text(textwrap.dedent(text))
        return path

    def build(self, text: str) -> tuple[dict[str, Any], Package]:
        package = Package(Binaries(self.bins)).build(self.write("template.yaml", text), {})
        return json.loads(package.template), package

    def binary(self, name: str, text: str = "#!/bin/sh\n") -> Path:
        path = self.bins / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def test_missing_binaries_are_named_together(self) -> None:
        two = FUNCTION + FUNCTION.split("Resources:")[1].replace("OneFn", "TwoFn").replace("one/", "two/")
        with self.assertRaisesRegex(Failure, "not built: one, two"):
            self.build(two)

    def test_zip_follows_the_content_of_the_binary_and_nothing_else(self) -> None:
        path = self.binary("one", "a")
        first = self.build(FUNCTION)[1].template
        os.utime(path, (1, 1))
        self.assertEqual(self.build(FUNCTION)[1].template, first)
        before = path.stat()
        path.write_text("b")
        os.utime(path, (before.st_atime, before.st_mtime))
        self.assertNotEqual(self.build(FUNCTION)[1].template, first)

    def test_architecture_is_the_hosts(self) -> None:
        self.binary("one")
        template, _ = self.build(FUNCTION)
        self.assertEqual(template["Resources"]["OneFn"]["Properties"]["Architectures"], [host_architecture()])

    def test_include_is_put_in_place_and_keeps_long_intrinsics(self) -> None:
        self.write("part.yaml", "Value: {'Fn::Sub': '${AWS::StackName}-x'}\n")
        template, _ = self.build("""
            Resources:
              P:
                Type: AWS::SSM::Parameter
                Properties:
                  Type: String
                  Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}
            """)
        self.assertEqual(
            template["Resources"]["P"]["Properties"],
            {"Type": "String", "Value": {"Fn::Sub": "${AWS::StackName}-x"}},
        )

    def test_include_with_short_intrinsics_is_refused_as_on_aws(self) -> None:
        self.write("part.yaml", "Value: !Ref X\n")
        with self.assertRaisesRegex(Failure, "part.yaml is not valid"):
            self.build(
                "Resources: {P: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}}}"
            )

    def test_dates_stay_strings_and_repeated_keys_are_errors(self) -> None:
        template, _ = self.build("AWSTemplateFormatVersion: 2010-09-09\nResources: {}")
        self.assertEqual(template["AWSTemplateFormatVersion"], "2010-09-09")
        with self.assertRaisesRegex(Failure, "the key 'A' is repeated"):
            self.build("Resources:\n  A: {}\n  A: {}\n")

    def test_state_machine_must_be_json(self) -> None:
        self.write("flow.asl.json", "{")
        with self.assertRaisesRegex(Failure, "flow.asl.json is not JSON"):
            self.build("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Flow:
                    Type: AWS::Serverless::StateMachine
                    Properties: {DefinitionUri: flow.asl.json}
                """)

    def test_sam_errors_name_their_resource(self) -> None:
        self.binary("one")
        with self.assertRaisesRegex(Failure, "(?s)not a valid SAM template.*OneFn"):
            self.build(FUNCTION.replace("Handler: bootstrap", "Policies: 7, Bogus: [1]"))

    def test_nested_template_is_expanded_and_counted(self) -> None:
        self.binary("one")
        self.write("nested.yaml", FUNCTION)
        template, package = self.build("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Part:
                Type: AWS::Serverless::Application
                Properties: {Location: nested.yaml}
            """)
        url = template["Resources"]["Part"]["Properties"]["TemplateURL"]
        nested = json.loads(package.artifacts[url.rsplit("/", 1)[1]])
        self.assertEqual(nested["Resources"]["OneFn"]["Type"], "AWS::Lambda::Function")
        self.assertEqual((package.declared, package.transformed), (2, 3))

    def test_transform_verb_needs_no_binaries(self) -> None:
        path = self.write("template.yaml", FUNCTION)
        done = cloud.run_verb("transform", "--template", str(path))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(set(json.loads(done.stdout)["Resources"]), {"OneFn", "OneFnRole"})


class Failures(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared()

    def deploy(self, text: str, *options: str) -> Any:
        with tempfile.TemporaryDirectory() as base:
            path = Path(base) / "template.yaml"
            path.write_text(textwrap.dedent(text))
            return cloud.run_verb(
                "deploy",
                "--endpoint",
                self.engine.endpoint,
                "--template",
                str(path),
                "--stack",
                "failing",
                "--bins",
                base,
                *options,
            )

    def test_failed_resource_is_named_and_the_next_deployment_works(self) -> None:
        bad = self.deploy("""
            Resources:
              Bad:
                Type: AWS::S3::Bucket
                Properties: {BucketName: probe-bucket}
            """)
        self.assertEqual(bad.returncode, 1)
        self.assertIn("Bad (AWS::S3::Bucket)", bad.stderr)
        self.assertIn("probe-bucket", bad.stderr)
        worse = self.deploy("""
            Resources:
              Worse:
                Type: AWS::ApiGatewayV2::Api
                Properties:
                  Body: {components: {securitySchemes: {A: {x-amazon-apigateway-authorizer: {}}}}}
            """)
        self.assertEqual(worse.returncode, 1)
        self.assertIn(
            "Worse (AWS::ApiGatewayV2::Api): Body declares the gateway authorizer 'A'", worse.stderr
        )
        good = self.deploy("Resources: {Good: {Type: 'AWS::S3::Bucket'}}")
        self.assertEqual((good.returncode, json.loads(good.stdout)["status"]), (0, "CREATE_COMPLETE"))

    def test_refused_template_says_why(self) -> None:
        refused = self.deploy("Resources: {X: {Type: 'AWS::No::Such'}}")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("AWS::No::Such", refused.stderr)
        unknown = self.deploy("Resources: {Q: {Type: 'AWS::SQS::Queue'}}", "--parameter", "Nope=1")
        self.assertEqual(unknown.returncode, 1)
        self.assertIn("has no parameter Nope", unknown.stderr)

    def test_engine_that_is_not_there(self) -> None:
        done = cloud.run_verb("invoke", "--endpoint", "http://127.0.0.1:1", "x")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nothing answers at http://127.0.0.1:1", done.stderr)

    def test_inert_resources_are_accepted(self) -> None:
        accepted = self.deploy("""
            Resources:
              Q: {Type: AWS::SQS::Queue}
              All: {Type: AWS::CloudWatch::CompositeAlarm, Properties: {AlarmRule: "TRUE"}}
              Sum:
                Type: AWS::CloudWatch::Alarm
                Properties: {ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, Threshold: 0,
                             Metrics: [{Id: a, Expression: "1"}]}
            """)
        self.assertEqual(accepted.returncode, 0, accepted.stderr)

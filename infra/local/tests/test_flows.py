"""Step Functions as our flows use them: JSONata, errors of functions, branches, tokens, time-outs."""

import itertools
import json
import time
import unittest
from typing import Any

from tests import cloud

NUMBER = itertools.count()
INVOKE = "arn:aws:states:::lambda:invoke"


class Flows(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared()
        cls.flows = cls.engine.client("stepfunctions")
        cls.task = cls.engine.client("lambda").get_function_configuration(FunctionName="probe-probe-task")[
            "FunctionArn"
        ]
        cls.echo = cls.task.replace("probe-task", "probe-echo")

    def start(self, states: dict[str, Any], given: Any = None, **fields: Any) -> str:
        first = next(iter(states))
        definition = {"QueryLanguage": "JSONata", "StartAt": first, "States": states, **fields}
        arn = self.flows.create_state_machine(
            name=f"made-{next(NUMBER)}",
            definition=json.dumps(definition),
            roleArn="arn:aws:iam::000000000000:role/flow",
        )["stateMachineArn"]
        return self.flows.start_execution(stateMachineArn=arn, input=json.dumps(given or {}))["executionArn"]

    def ended(self, execution: str, seconds: float = 15) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            found = self.flows.describe_execution(executionArn=execution)
            return found if found["status"] != "RUNNING" else None

        return cloud.eventually(look, seconds)

    def history(self, execution: str) -> list[str]:
        return [event["type"] for event in self.flows.get_execution_history(executionArn=execution)["events"]]

    def output(self, states: dict[str, Any], given: Any = None) -> Any:
        found = self.ended(self.start(states, given))
        self.assertEqual(found["status"], "SUCCEEDED", found.get("cause"))
        return json.loads(found["output"])

    def invoke_state(self, payload: Any, **fields: Any) -> dict[str, Any]:
        return {
            "Type": "Task",
            "Resource": INVOKE,
            "Arguments": {"FunctionName": self.task, "Payload": payload},
            **({} if "Next" in fields else {"End": True}),
            **fields,
        }

    def caught(self, state: dict[str, Any]) -> dict[str, str]:
        """The error output with which the state's Catch is entered."""
        state["Catch"] = [
            {"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput %}", "Next": "Caught"}
        ]
        return self.output({"Try": state, "Caught": {"Type": "Succeed"}})

    def test_seven_steps_are_quick_and_carry_variables(self) -> None:
        arn = self.engine.outputs["Flow"]
        for _ in range(2):
            execution = self.flows.start_execution(stateMachineArn=arn, input='{"kind": "steps"}')[
                "executionArn"
            ]
            found = self.ended(execution)
        self.assertEqual(json.loads(found["output"]), {"n": 7, "first": found["name"]})
        self.assertLess((found["stopDate"] - found["startDate"]).total_seconds(), 0.5)

    def test_error_of_the_function_is_the_error_of_the_state(self) -> None:
        event = {"do": "fail", "name": "Rejected", "message": {"code": "budget"}}
        for state in (
            self.invoke_state(event),
            {"Type": "Task", "Resource": self.task, "Arguments": event, "End": True},
        ):
            error = self.caught(state)
            self.assertEqual(error["Error"], "Rejected")
            self.assertEqual(json.loads(error["Cause"])["errorMessage"], {"code": "budget"})

    def test_exit_and_time_out_have_aws_names(self) -> None:
        exited = self.caught(self.invoke_state({"do": "exit"}))
        self.assertEqual(exited["Error"], "Runtime.ExitError")
        timed_out = self.caught(self.invoke_state({"do": "sleep", "seconds": 30}))
        self.assertEqual(timed_out["Error"], "Sandbox.Timedout")
        self.assertIn("Task timed out after 3.00 seconds", json.loads(timed_out["Cause"])["errorMessage"])

    def test_time_out_of_a_state_is_data(self) -> None:
        state = self.invoke_state({"do": "sleep", "seconds": 30}, TimeoutSeconds="{% 1 %}")
        self.assertEqual(self.caught(state)["Error"], "States.Timeout")

    def test_jsonata_fields(self) -> None:
        output = self.output(
            {
                "Work": self.invoke_state(
                    "{% $merge([$states.input, {'run': $states.context.Execution.Name}]) %}",
                    Assign={"kept": "{% $states.result.Payload.a %}"},
                    Output="{% $states.result.Payload %}",
                    Next="Pick",
                ),
                "Pick": {
                    "Type": "Choice",
                    "Output": "{% $merge([$states.input, {'way': 'default'}]) %}",
                    "Default": "End",
                    "Choices": [{"Condition": "{% $states.input.a = 2 %}", "Next": "Wrong"}],
                },
                "Wrong": {"Type": "Fail"},
                "End": {"Type": "Succeed", "Output": "{% $merge([$states.input, {'kept': $kept}]) %}"},
            },
            {"a": 1},
        )
        self.assertEqual((output["a"], output["way"], output["kept"]), (1, "default", 1))
        self.assertTrue(output["run"])

    def test_parallel_has_arguments_output_and_scopes(self) -> None:
        def branch(name: str) -> dict[str, Any]:
            return {
                "StartAt": name,
                "States": {
                    name: {
                        "Type": "Pass",
                        "Assign": {"x": name},
                        "Output": f"{{% $x & '{name}' & $states.input.n %}}",
                        "End": True,
                    }
                },
            }

        output = self.output(
            {
                "Set": {"Type": "Pass", "Assign": {"x": "outer"}, "Next": "Both"},
                "Both": {
                    "Type": "Parallel",
                    "Arguments": {"n": "{% '7' %}"},
                    "Branches": [branch("A"), branch("B")],
                    "Output": {"all": "{% $states.result %}"},
                    "Assign": {"count": "{% $count($states.result) %}"},
                    "Next": "End",
                },
                "End": {
                    "Type": "Succeed",
                    "Output": "{% $merge([$states.input, {'x': $x, 'count': $count}]) %}",
                },
            }
        )
        self.assertEqual(output, {"all": ["outerA7", "outerB7"], "x": "outer", "count": 2})

    def test_parallel_fails_with_its_first_failing_branch(self) -> None:
        slow = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 20, "End": True}}}
        bad = {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Rejected", "Cause": "no"}}}
        found = self.ended(
            self.start({"Both": {"Type": "Parallel", "Branches": [slow, bad], "End": True}}), 5
        )
        self.assertEqual((found["status"], found["error"], found["cause"]), ("FAILED", "Rejected", "no"))

    def test_retry_uses_delay_cap_and_attempts(self) -> None:
        state = self.invoke_state(
            {"do": "fail", "name": "Transient", "message": "later"},
            Retry=[
                {
                    "ErrorEquals": ["Transient"],
                    "IntervalSeconds": 60,
                    "MaxDelaySeconds": 1,
                    "MaxAttempts": 2,
                    "JitterStrategy": "FULL",
                }
            ],
        )
        execution = self.start({"Try": state})
        self.assertEqual(self.ended(execution, 8)["error"], "Transient")
        self.assertEqual(self.history(execution).count("TaskFailed"), 3)

    def token_state(self, payload: Any, **fields: Any) -> dict[str, Any]:
        return {**self.invoke_state(payload, **fields), "Resource": INVOKE + ".waitForTaskToken"}

    def token(self, execution: str) -> str:
        """The token that the function was given, from the key under which the test function noted it."""

        def look() -> str | None:
            items = self.engine.client("dynamodb").query(
                TableName="probe-table",
                KeyConditionExpression="pk = :p",
                ExpressionAttributeValues={":p": {"S": execution.rsplit(":", 1)[-1]}},
            )["Items"]
            return items[-1]["sk"]["S"] if items else None

        return cloud.eventually(look)

    def waiting(self, **fields: Any) -> str:
        note = {
            "do": "note",
            "pk": "{% $states.context.Execution.Name %}",
            "sk": "{% $states.context.Task.Token %}",
        }
        return self.start({"Wait": self.token_state(note, **fields)})

    def test_token_success_then_closed(self) -> None:
        execution = self.waiting(TimeoutSeconds=20)
        token = self.token(execution)
        self.flows.send_task_success(taskToken=token, output='{"word": "done"}')
        self.assertEqual(json.loads(self.ended(execution)["output"]), {"word": "done"})
        with self.assertRaises(self.flows.exceptions.TaskTimedOut):
            self.flows.send_task_success(taskToken=token, output="{}")

    def test_token_failure(self) -> None:
        execution = self.waiting(TimeoutSeconds=20)
        self.flows.send_task_failure(taskToken=self.token(execution), error="Rejected", cause="no")
        self.assertEqual(self.ended(execution)["error"], "Rejected")

    def test_error_of_the_function_ends_the_wait(self) -> None:
        state = self.token_state({"do": "fail", "name": "Defect", "message": "broken"}, TimeoutSeconds=60)
        self.assertEqual(self.ended(self.start({"Wait": state}), 5)["error"], "Defect")

    def test_missed_heartbeat_and_kept_one(self) -> None:
        self.assertEqual(
            self.ended(self.waiting(HeartbeatSeconds=1, TimeoutSeconds=60), 5)["error"],
            "States.HeartbeatTimeout",
        )
        execution = self.waiting(HeartbeatSeconds=2, TimeoutSeconds=60)
        token = self.token(execution)
        until = time.monotonic() + 3.5
        while time.monotonic() < until:
            self.flows.send_task_heartbeat(taskToken=token)
            time.sleep(0.5)
        self.assertEqual(self.flows.describe_execution(executionArn=execution)["status"], "RUNNING")
        self.assertEqual(self.ended(execution, 5)["error"], "States.HeartbeatTimeout")

    def test_each_attempt_has_its_own_token(self) -> None:
        retry = [{"ErrorEquals": ["Transient"], "IntervalSeconds": 1, "MaxAttempts": 1}]
        execution = self.waiting(TimeoutSeconds=20, Retry=retry)
        first = self.token(execution)
        self.flows.send_task_failure(taskToken=first, error="Transient", cause="")
        second = cloud.eventually(
            lambda: next((found for found in self.tokens(execution) if found != first), None)
        )
        self.flows.send_task_success(taskToken=second, output="{}")
        self.assertEqual(self.ended(execution)["status"], "SUCCEEDED")

    def tokens(self, execution: str) -> list[str]:
        items = self.engine.client("dynamodb").query(
            TableName="probe-table",
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": execution.rsplit(":", 1)[-1]}},
        )["Items"]
        return [item["sk"]["S"] for item in items]

    def test_execution_times_out_and_keeps_that_status(self) -> None:
        slow = {
            "do": "note",
            "seconds": 2,
            "pk": "{% $states.context.Execution.Name %}",
            "sk": "done",
            "then": "fail",
        }
        execution = self.start({"Wait": self.invoke_state(slow)}, TimeoutSeconds=1)
        self.assertEqual(self.ended(execution, 4)["status"], "TIMED_OUT")
        cloud.eventually(lambda: "TaskFailed" in self.history(execution), 5)
        self.assertEqual(self.flows.describe_execution(executionArn=execution)["status"], "TIMED_OUT")

    def test_start_is_idempotent_while_it_runs(self) -> None:
        machine = self.flows.describe_execution(
            executionArn=self.start({"Wait": {"Type": "Wait", "Seconds": 30, "End": True}})
        )["stateMachineArn"]
        first = self.flows.start_execution(stateMachineArn=machine, name="job-1", input='{"a": 1}')
        again = self.flows.start_execution(stateMachineArn=machine, name="job-1", input='{"a": 1}')
        self.assertEqual(again["executionArn"], first["executionArn"])
        self.assertEqual(again["startDate"], first["startDate"])
        with self.assertRaises(self.flows.exceptions.ExecutionAlreadyExists):
            self.flows.start_execution(stateMachineArn=machine, name="job-1", input='{"a": 2}')
        self.flows.stop_execution(executionArn=first["executionArn"])
        with self.assertRaises(self.flows.exceptions.ExecutionAlreadyExists):
            self.flows.start_execution(stateMachineArn=machine, name="job-1", input='{"a": 1}')
        with self.assertRaises(self.flows.exceptions.InvalidExecutionInput):
            self.flows.start_execution(stateMachineArn=machine, input=json.dumps("a" * 300_000))

    def test_large_output_is_refused(self) -> None:
        state = {"Type": "Pass", "Output": "{% $pad('', 300000, 'a') %}", "End": True}
        self.assertEqual(self.ended(self.start({"Big": state}))["error"], "States.DataLimitExceeded")

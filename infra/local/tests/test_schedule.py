"""A schedule of the template fires by itself."""

import unittest

from tests import cloud


class Schedule(unittest.TestCase):
    def test_rate_of_one_minute(self) -> None:
        """In a whole run the minute has mostly passed when this comes."""
        engine = cloud.shared()
        key = {"pk": {"S": "TICK"}, "sk": {"S": "scheduled"}}
        cloud.eventually(
            lambda: engine.client("dynamodb").get_item(TableName="probe-table", Key=key).get("Item"), 80, 0.5
        )

"""The keys of every portal that the tests start: known to all, and for nothing else."""

import base64
import os

from portal.config import KeySettings

_CONTENTS = {"SAMSYN_TEST_MASTER_KEY": b"m", "SAMSYN_TEST_INDEX_KEY": b"i"}

for _name, _byte in _CONTENTS.items():
    os.environ[_name] = base64.b64encode(_byte * 32).decode("ascii")

KEYS = KeySettings(
    master={"1": "env:SAMSYN_TEST_MASTER_KEY"}, current=1, index="env:SAMSYN_TEST_INDEX_KEY"
)

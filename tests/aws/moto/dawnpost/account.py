"""An account out of SES's sandbox, whose functions the tests run, with a clock that they put forward.

A queue's URL leads to the emulator: an SDK takes a message to the host in it.
The file that DAWNPOST_CLOCK names holds the milliseconds by which it is later
than the machine's clock says: SQS's timeouts, delays and receive counts go by it.
"""

import os
import sys

from moto.ses.models import SESQuota
from moto.sqs import models as sqs
from moto.utilities.docker_utilities import DockerModel

_made = SESQuota.__init__


def _quota(self, sent):
    _made(self, sent)
    self.max24_hour_send = 50_000
    self.max_send_rate = 14


SESQuota.__init__ = _quota

_seconds, _milliseconds = sqs.unix_time, sqs.unix_time_millis


def _ahead():
    path = os.environ.get("DAWNPOST_CLOCK")
    if not path or not os.path.exists(path):
        return 0
    with open(path) as file:
        return int(file.read() or 0)


sqs.unix_time = lambda *given: _seconds(*given) + (0 if given else _ahead() / 1000)
sqs.unix_time_millis = lambda *given: _milliseconds(*given) + (0 if given else _ahead())

if "-p" in sys.argv:
    _host = f"http://127.0.0.1:{sys.argv[sys.argv.index('-p') + 1]}"
    sqs.Queue.physical_resource_id = property(lambda self: f"{_host}/{self.account_id}/{self.name}")


def _no_docker(self):
    # Of all its models moto shows what it can, and this error it takes for "can't".
    raise AttributeError("functions are not run in containers here")


DockerModel.docker_client = property(_no_docker)

# moto would hand each message to its function the moment that it arrives.
sqs.Queue.lambda_event_source_mappings = property(lambda self: {}, lambda self, given: None)

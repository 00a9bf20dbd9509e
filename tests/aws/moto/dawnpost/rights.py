"""Holds the roles of functions to their deployed policies.

moto's own enforcement (INITIAL_NO_AUTH_ACTION_COUNT) knows no conditions, no
resources beside those of S3, and counts for every caller, the deploying one too.
Here a request is held to policies where its credentials are those of an assumed
role that Lambda may take on; its signature must be right, by moto's own check.
What a request of S3, SQS, SES or CloudWatch takes is in
https://docs.aws.amazon.com/service-authorization/latest/reference/. A policy with
what is not understood here is an error, and permits nothing.
"""

import json
import os
import re
from base64 import b64decode
from email import message_from_string
from email.utils import parseaddr
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlparse

from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import JsonRESTError
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.sts.models import sts_backends

# The names that requests are signed with, where policies have others.
_services = {"email": "ses", "monitoring": "cloudwatch"}


def _authorize(self, request_class, resource="*"):
    role = _role_of_function(self)
    if role is None:
        return
    parsed = urlparse(self.uri)
    request = request_class(
        account_id=self.current_account,
        method=self.method,
        # moto has the query decoded; a signature is of it as it was sent.
        path=parsed.path + ("?" + urlencode(parse_qsl(parsed.query, keep_blank_values=True), quote_via=quote, safe="~") if parsed.query else ""),
        data=self.data,
        body=self.raw_body,
        headers=self.headers,
        action=self._get_action(),
    )
    request.check_signature()
    try:
        statements = [statement for policy in _documents(request) for statement in _listed(policy["Statement"])]
        denied = [need for need in _needs(self, request, resource) if not _permitted(statements, *need)]
    except Exception as error:
        _note(f"{role.name}: {error!r}")
        raise
    for action, needed, context in denied:
        _note(f"{role.name}: {action} on {needed} {json.dumps(context)}")
        if "X-Amz-Target" in self.headers:
            raise JsonRESTError("AccessDenied", f"{role.name} is not authorized to perform {action} on {needed}")
        request._raise_access_denied()


def _note(line):
    """For whoever looks for the cause: the caller gets what AWS says, which is little."""
    path = os.environ.get("DAWNPOST_DENIED")
    if path:
        with open(path, "a") as file:
            print(line, file=file)


ActionAuthenticatorMixin._authenticate_and_authorize_action = _authorize


def _role_of_function(response):
    """The role whose credentials sign the request, if it is one that Lambda takes on."""
    key = re.search(r"Credential=([^/]+)/", response.headers.get("Authorization", ""))
    if key is None or "X-Amz-Security-Token" not in response.headers:
        return None
    for session in sts_backends[response.current_account]["aws"].assumed_roles:
        if session.access_key_id == key[1]:
            role = iam_backends[response.current_account]["aws"].get_role_by_arn(session.role_arn)
            return role if "lambda.amazonaws.com" in json.dumps(role.assume_role_policy_document) else None
    return None


def _documents(request):
    for policy in request._access_key.collect_policies():
        # AWS's own policies (attached: of logs alone) are text in versions, those of the stack text.
        document = policy if isinstance(policy, (str, dict)) else next(one.document for one in policy.versions if one.is_default)
        yield json.loads(document) if isinstance(document, str) else document


def _needs(response, request, resource):
    """What the request must be permitted: action, ARN and what conditions may ask for."""
    service, action = request._action.split(":")
    service = _services.get(service, service)
    region, account = response.region, response.current_account
    if service == "s3":
        yield from _needs_s3(response, action, resource)
    elif service == "sqs":
        url = json.loads(request._body or b"{}").get("QueueUrl", "")
        yield f"sqs:{action.removesuffix('Batch')}", f"arn:aws:sqs:{region}:{account}:{url.split('/')[-1]}", {}
    elif service == "ses" and action == "SendRawEmail":
        form = {key: _listed(values)[0] for key, values in request._data.items()}
        sender = parseaddr(message_from_string(b64decode(form["RawMessage.Data"]).decode("utf-8", "replace"))["From"])[1]
        context = {"ses:FromAddress": sender}
        yield "ses:SendRawEmail", f"arn:aws:ses:{region}:{account}:identity/{sender.split('@')[-1]}", context
        if "ConfigurationSetName" in form:
            yield "ses:SendRawEmail", f"arn:aws:ses:{region}:{account}:configuration-set/{form['ConfigurationSetName']}", context
    elif service == "cloudwatch" and action == "PutMetricData":
        yield "cloudwatch:PutMetricData", "*", {"cloudwatch:namespace": response.params["Namespace"]}
    else:
        yield f"{service}:{action}", "*", {}


def _needs_s3(response, action, resource):
    bucket, _, key = unquote(resource.split(":::")[1]).partition("/")
    of_bucket = f"arn:aws:s3:::{bucket}"
    if not key:
        prefix = parse_qs(urlparse(response.uri).query).get("prefix")
        yield f"s3:{action}", of_bucket, {"s3:prefix": prefix[0]} if prefix else {}
        return
    yield f"s3:{action}", f"{of_bucket}/{key}", {}
    if action == "PutObject" and "If-Match" in response.headers:
        yield "s3:GetObject", f"{of_bucket}/{key}", {}
    # That a key is not there is told to who may list the bucket; to others its answer is 403.
    if action == "GetObject" and s3_backends[response.current_account]["aws"].get_object(bucket, key) is None:
        yield "s3:ListBucket", of_bucket, {}


def _permitted(statements, action, resource, given):
    context = {"aws:SecureTransport": "true", **given}
    allowed = False
    for statement in statements:
        unknown = set(statement) - {"Sid", "Effect", "Action", "Resource", "Condition"}
        if unknown:
            raise ValueError(f"a policy has {unknown}, which is not understood here")
        if not any(_like(one, action, re.IGNORECASE) for one in _listed(statement["Action"])):
            continue
        if not any(_like(one, resource) for one in _listed(statement["Resource"])):
            continue
        if not all(_holds(operator, key, values, context) for operator, test in statement.get("Condition", {}).items() for key, values in test.items()):
            continue
        if statement["Effect"] == "Deny":
            return False
        allowed = True
    return allowed


def _holds(operator, key, values, context):
    plain = operator.removesuffix("IfExists")
    if key not in context:
        return plain != operator
    if plain in ("StringEquals", "Bool"):
        return context[key] in _listed(values)
    if plain == "StringLike":
        return any(_like(one, context[key]) for one in _listed(values))
    raise ValueError(f"a policy has a condition {operator}, which is not understood here")


def _like(pattern, value, flags=0):
    parts = re.split(r"([*?])", pattern)
    return re.fullmatch("".join({"*": ".*", "?": "."}.get(part, re.escape(part)) for part in parts), value, flags) is not None


def _listed(value):
    return value if isinstance(value, list) else [value]

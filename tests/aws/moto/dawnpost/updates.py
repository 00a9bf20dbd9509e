"""A second deploy of a stack, and its end, as CloudFormation has them."""

from moto.cloudformation.models import CloudFormationBackend
from moto.s3.models import FakeBucket, s3_backends

_resolve = CloudFormationBackend._resolve_update_parameters


def _resolved(self, instance, incoming_params):
    """The value before of a parameter that was never given is its default, of which moto does not know."""
    known = [one for one in incoming_params if not one.get("UsePreviousValue") or one["ParameterKey"] in instance.parameters]
    return _resolve(self, instance, known)


CloudFormationBackend._resolve_update_parameters = _resolved


def _delete_bucket(cls, resource_name, cloudformation_json, account_id, region_name):
    """A bucket that is to go and has something in it fails the deletion; moto leaves it and says nothing."""
    if s3_backends[account_id]["aws"].delete_bucket(resource_name) is None:
        raise RuntimeError(f"{resource_name}: the bucket you tried to delete is not empty")


FakeBucket.delete_from_cloudformation_json = classmethod(_delete_bucket)

"""What the types of this package have in common.

Without them moto passes over such a resource with a warning, and a Fn::GetAtt of
it fails the stack. moto finds models among the direct subclasses of
CloudFormationModel, so each names it beside this class.
"""

from moto.core.common_models import CloudFormationModel


class Resource:
    """A resource that is made by `make`, changed in place by `change` and taken away by `remove`."""

    def __init__(self, name, attributes=None):
        self.physical_resource_id = name
        self.attributes = attributes or {}

    @staticmethod
    def cloudformation_name_type():
        return ""

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    def get_cfn_attribute(self, attribute_name):
        return self.attributes[attribute_name]

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        given = cloudformation_json.get("Properties", {})
        made = cls.make(resource_name, given, account_id, region_name)
        made.given = given
        return made

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        given = cloudformation_json.get("Properties", {})
        original_resource.change(given, account_id, region_name)
        original_resource.given = given
        return original_resource

    def delete(self, account_id, region_name):
        # moto takes a TypeError or an AttributeError for the lack of this method.
        try:
            self.remove(account_id, region_name)
        except (TypeError, AttributeError) as error:
            raise RuntimeError(f"{self.cloudformation_type()} can't be deleted") from error

    def change(self, given, account_id, region_name):
        raise RuntimeError(f"{self.cloudformation_type()} can't be changed in place here")

    def remove(self, account_id, region_name):
        pass


def type_of(name):
    """Names the CloudFormation type of a class."""

    def named(cls):
        cls.cloudformation_type = staticmethod(lambda: name)
        return cls

    return named


def wire_case(value):
    """Names as the APIs have them (camelCase), where CloudFormation has PascalCase; those of a map that the operator names stay."""
    if isinstance(value, list):
        return [wire_case(one) for one in value]
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: wire_case(one) for key, one in value.items()}
    return value


__all__ = ["CloudFormationModel", "Resource", "type_of", "wire_case"]

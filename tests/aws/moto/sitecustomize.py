"""What moto 5.2.1 lacks for the stack: CloudFormation for four types whose services it has.

Python loads a module of this name at start; the tests put this folder on
PYTHONPATH of moto_server. Without it moto passes over such a resource with a
warning, and a Fn::GetAtt of it fails the stack.
"""

from moto.apigatewayv2.models import apigatewayv2_backends
from moto.core.common_models import CloudFormationModel
from moto.scheduler.models import scheduler_backends
from moto.ses.models import ses_backends


# moto keeps its models by service, the second part of their module's name.
__name__ = "tests.dawnpost"


class Resource(CloudFormationModel):
    """A resource that is made once and neither changed nor taken away."""

    attributes = {}

    def __init__(self, name, attributes=None):
        self.physical_resource_id = name
        self.attributes = attributes or {}

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "Dawnpost::Test::Resource"

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    def get_cfn_attribute(self, attribute_name):
        return self.attributes[attribute_name]

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        return cls.make(resource_name, cloudformation_json.get("Properties", {}), account_id, region_name)

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        pass


# moto finds models among the direct subclasses, and calls these on the class.
class Schedule(Resource, CloudFormationModel):
    @staticmethod
    def cloudformation_type():
        return "AWS::Scheduler::Schedule"

    @classmethod
    def make(cls, name, given, account_id, region):
        schedule = scheduler_backends[account_id][region].create_schedule(
            description=given.get("Description"),
            end_date=given.get("EndDate"),
            flexible_time_window=given["FlexibleTimeWindow"],
            group_name=given.get("GroupName"),
            kms_key_arn=given.get("KmsKeyArn"),
            name=given.get("Name", name[:64]),
            schedule_expression=given["ScheduleExpression"],
            schedule_expression_timezone=given.get("ScheduleExpressionTimezone"),
            start_date=given.get("StartDate"),
            state=given.get("State"),
            target=given["Target"],
            action_after_completion=None,
        )
        return cls(schedule.name, {"Arn": schedule.arn})


class Api(Resource, CloudFormationModel):
    @staticmethod
    def cloudformation_type():
        return "AWS::ApiGatewayV2::Api"

    @classmethod
    def make(cls, name, given, account_id, region):
        api = apigatewayv2_backends[account_id][region].create_api(
            api_key_selection_expression="",
            cors_configuration=given.get("CorsConfiguration"),
            description=given.get("Description", ""),
            disable_schema_validation="",
            disable_execute_api_endpoint=given.get("DisableExecuteApiEndpoint", ""),
            name=given["Name"],
            protocol_type=given["ProtocolType"],
            route_selection_expression="",
            tags=given.get("Tags", {}),
            version="",
        )
        return cls(api.api_id, {"ApiId": api.api_id, "ApiEndpoint": api.api_endpoint})


class EmailIdentity(Resource, CloudFormationModel):
    @staticmethod
    def cloudformation_type():
        return "AWS::SES::EmailIdentity"

    @classmethod
    def make(cls, name, given, account_id, region):
        domain = given["EmailIdentity"]
        ses_backends[account_id][region].create_email_identity_v2(domain, None, None, None)
        dkim = {}
        for number in ("1", "2", "3"):
            dkim["DkimDNSTokenName" + number] = f"token{number}._domainkey.{domain}"
            dkim["DkimDNSTokenValue" + number] = f"token{number}.dkim.amazonses.com"
        return cls(domain, dkim)


class ConfigurationSet(Resource, CloudFormationModel):
    @staticmethod
    def cloudformation_type():
        return "AWS::SES::ConfigurationSet"

    @classmethod
    def make(cls, name, given, account_id, region):
        return cls(given.get("Name", name))

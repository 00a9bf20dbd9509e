"""What starts functions, what may reach queues and topics, and what Lambda does with a start that fails."""

import json

from moto.awslambda.models import lambda_backends
from moto.scheduler.models import scheduler_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from .resource import CloudFormationModel, Resource, type_of


def _schedule(given):
    return {
        "description": given.get("Description"),
        "end_date": given.get("EndDate"),
        "flexible_time_window": given["FlexibleTimeWindow"],
        "group_name": given.get("GroupName"),
        "kms_key_arn": given.get("KmsKeyArn"),
        "schedule_expression": given["ScheduleExpression"],
        "schedule_expression_timezone": given.get("ScheduleExpressionTimezone"),
        "start_date": given.get("StartDate"),
        "state": given.get("State"),
        "target": given["Target"],
    }


@type_of("AWS::Scheduler::Schedule")
class Schedule(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        schedule = scheduler_backends[account_id][region].create_schedule(name=given.get("Name", name[:64]), action_after_completion=None, **_schedule(given))
        return cls(schedule.name, {"Arn": schedule.arn})

    def change(self, given, account_id, region):
        scheduler_backends[account_id][region].update_schedule(name=self.physical_resource_id, **_schedule(given))

    def remove(self, account_id, region):
        scheduler_backends[account_id][region].delete_schedule(self.given.get("GroupName"), self.physical_resource_id)


@type_of("AWS::Lambda::EventInvokeConfig")
class EventInvokeConfig(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = cls(name)
        made.change(given, account_id, region)
        return made

    def change(self, given, account_id, region):
        backend = lambda_backends[account_id][region]
        # A function has one configuration; moto appends.
        backend.get_function(given["FunctionName"]).event_invoke_config = []
        kept = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
        backend.put_function_event_invoke_config(given["FunctionName"], {key: given[key] for key in kept if key in given})


@type_of("AWS::SNS::Subscription")
class Subscription(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        return cls(sns_backends[account_id][region].subscribe(given["TopicArn"], given["Endpoint"], given["Protocol"]).arn)

    def remove(self, account_id, region):
        sns_backends[account_id][region].unsubscribe(self.physical_resource_id)


@type_of("AWS::SNS::TopicPolicy")
class TopicPolicy(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = cls(name)
        made.change(given, account_id, region)
        return made

    def change(self, given, account_id, region):
        for topic in given["Topics"]:
            sns_backends[account_id][region].get_topic(topic)._policy_json = given["PolicyDocument"]


@type_of("AWS::SQS::QueuePolicy")
class QueuePolicy(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = cls(name)
        made.change(given, account_id, region)
        return made

    def change(self, given, account_id, region):
        for url in given["Queues"]:
            sqs_backends[account_id][region].get_queue(url.split("/")[-1]).policy = json.dumps(given["PolicyDocument"])

"""CloudWatch: alarms, and metrics that are counted from logs. Dashboards moto has."""

from moto.cloudwatch.models import Dimension, Metric, MetricDataQuery, MetricStat, cloudwatch_backends
from moto.logs.models import logs_backends

from .resource import CloudFormationModel, Resource, type_of, wire_case


def _dimensions(given):
    return [Dimension(one["Name"], one["Value"]) for one in given.get("Dimensions", [])]


def _query(given):
    stat = given.get("MetricStat")
    return MetricDataQuery(
        query_id=given["Id"],
        label=given.get("Label", ""),
        period=given.get("Period"),
        return_data=given.get("ReturnData", True),
        expression=given.get("Expression"),
        metric_stat=stat and MetricStat(Metric(stat["Metric"]["MetricName"], stat["Metric"].get("Namespace"), _dimensions(stat["Metric"])), stat["Period"], stat["Stat"], stat.get("Unit")),
    )


@type_of("AWS::CloudWatch::Alarm")
class Alarm(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = cls(given.get("AlarmName", name))
        made.change(given, account_id, region)
        made.attributes = {"Arn": cloudwatch_backends[account_id][region].alarms[made.physical_resource_id].alarm_arn}
        return made

    def change(self, given, account_id, region):
        cloudwatch_backends[account_id][region].put_metric_alarm(
            name=self.physical_resource_id,
            namespace=given.get("Namespace"),
            metric_name=given.get("MetricName"),
            comparison_operator=given["ComparisonOperator"],
            evaluation_periods=given["EvaluationPeriods"],
            period=given.get("Period"),
            threshold=given.get("Threshold"),
            statistic=given.get("Statistic"),
            extended_statistic=given.get("ExtendedStatistic"),
            description=given.get("AlarmDescription"),
            dimensions=given.get("Dimensions", []),
            alarm_actions=given.get("AlarmActions", []),
            ok_actions=given.get("OKActions", []),
            metric_data_queries=[_query(one) for one in given.get("Metrics", [])],
            datapoints_to_alarm=given.get("DatapointsToAlarm"),
            treat_missing_data=given.get("TreatMissingData"),
        )

    def remove(self, account_id, region):
        cloudwatch_backends[account_id][region].delete_alarms([self.physical_resource_id])


@type_of("AWS::Logs::MetricFilter")
class MetricFilter(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = cls(given.get("FilterName", name))
        made.change(given, account_id, region)
        return made

    def change(self, given, account_id, region):
        backend = logs_backends[account_id][region]
        backend.filters.metric_filters[:] = [one for one in backend.filters.metric_filters if one["filterName"] != self.physical_resource_id]
        backend.put_metric_filter(self.physical_resource_id, given["FilterPattern"], given["LogGroupName"], wire_case(given["MetricTransformations"]))

    def remove(self, account_id, region):
        logs_backends[account_id][region].delete_metric_filter(self.physical_resource_id, self.given["LogGroupName"])

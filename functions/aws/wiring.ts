/** What the operator's command asks of a deployed stack's parts: see `account.ts`. */
import { CloudWatchClient, type CloudWatchClientConfig, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { GetConfigurationSetEventDestinationsCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

export function awsWiring(shared: Pick<CloudWatchClientConfig, 'region' | 'credentials' | 'maxAttempts'> & { readonly requestHandler: object }, sesV2: SESv2Client) {
  const [cloudWatch, sns, sqs] = [new CloudWatchClient(shared), new SNSClient(shared), new SQSClient(shared)];
  return {
    /** Where SES publishes what becomes of mail; events as SES names them, such as `BOUNCE`. */
    async eventDestinations(configurationSet: string, abortSignal: AbortSignal) {
      const { EventDestinations = [] } = await sesV2.send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: configurationSet }), { abortSignal });
      return EventDestinations.map(({ Enabled, MatchingEventTypes, SnsDestination }) => ({ enabled: Enabled === true, events: MatchingEventTypes ?? [], topic: SnsDestination?.TopicArn }));
    },

    /** An address that has not confirmed yet has `PendingConfirmation` for an ARN. */
    async subscriptions(topic: string, abortSignal: AbortSignal) {
      const all: { protocol: string; endpoint: string; confirmed: boolean }[] = [];
      // The paginator hands its further arguments to the client's `send`.
      for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topic }, { abortSignal })) {
        all.push(...Subscriptions.map(({ Protocol = '', Endpoint = '', SubscriptionArn = '' }) => ({ protocol: Protocol, endpoint: Endpoint, confirmed: SubscriptionArn.startsWith('arn:') })));
      }
      return all;
    },

    async alarms(prefix: string, abortSignal: AbortSignal) {
      const all: { name: string; description: string; state: string; metrics: number; since?: Date }[] = [];
      for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms({ client: cloudWatch }, { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }, { abortSignal })) {
        const composite = CompositeAlarms.map((alarm) => ({ ...alarm, Metrics: undefined }));
        all.push(...[...MetricAlarms, ...composite].map(({ AlarmName = '', AlarmDescription = '', StateValue = '', StateUpdatedTimestamp, Metrics }) => ({
          name: AlarmName, description: AlarmDescription, state: StateValue, ...(StateUpdatedTimestamp && { since: StateUpdatedTimestamp }),
          // A composition of metrics is priced by those in it.
          metrics: Math.max(1, Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1),
        })));
      }
      return all;
    },

    /** About how many messages a queue holds, those in work included. */
    async messagesIn(queueUrl: string, abortSignal: AbortSignal) {
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] }), { abortSignal });
      return Number(Attributes['ApproximateNumberOfMessages'] ?? 0) + Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0);
    },

    close() {
      for (const client of [cloudWatch, sns, sqs]) client.destroy();
    },
  };
}

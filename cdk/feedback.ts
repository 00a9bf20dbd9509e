import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ConfigurationSetEventDestination, EmailSendingEvent, EventDestination, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { Lambda as LambdaAction, LambdaInvocationType } from 'aws-cdk-lib/aws-ses-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { lambdaOf } from './lambda.ts';
import type { Mail } from './mail.ts';
import { publish } from './records.ts';
import type { Storage } from './storage.ts';

export interface FeedbackProps {
  readonly config: Config;
  readonly bundles: string;
  readonly storage: Storage;
  readonly mail: Mail;
  /** Takes what could not be heard. */
  readonly failures: IQueue;
}

/** Hears of bounces and complaints, and stops the mail to who caused them. */
export class Feedback extends Construct {
  readonly lambda: Lambda;
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { config, bundles, storage, mail, failures }: FeedbackProps) {
    super(scope, id);
    const lambda = (this.lambda = lambdaOf(this, 'feedback', bundles, {
      description: `${config.name}: hears of bounces and complaints`,
      memorySize: 512,
      timeout: Duration.seconds(30),
    }));
    storage.grant(lambda, { write: ['subscribers'] });
    const topic = (this.topic = new Topic(this, 'Topic', { displayName: `${config.name.slice(0, 70)}: bounces and complaints`, enforceSSL: true }));
    // Deliveries are not asked for: a message for every mail would cost more than all else but SES.
    new ConfigurationSetEventDestination(this, 'Events', {
      configurationSet: mail.configurationSet,
      destination: EventDestination.snsTopic(topic),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    topic.addSubscription(new LambdaSubscription(lambda));
    // SNS hands over without waiting: a failure is Lambda's to try again, and to put aside.
    lambda.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: Duration.hours(6), onFailure: new SqsDestination(failures) });
    lambda.addEnvironment('TOPIC_ARN', topic.topicArn);
    if (config.leaveAddress !== undefined) this.receive(config.leaveAddress, config.domain, lambda);
  }

  /** An account has one active set of rules, which CloudFormation can't choose: the operator does, once. */
  private receive(leaveAddress: string, { ruleSet, zone }: Config['domain'], lambda: Lambda): void {
    const rules = ruleSet === undefined ? new ReceiptRuleSet(this, 'Received') : ReceiptRuleSet.fromReceiptRuleSetName(this, 'Received', ruleSet);
    rules.addRule('Leave', {
      recipients: [leaveAddress],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.OPTIONAL,
      actions: [new LambdaAction({ function: lambda, invocationType: LambdaInvocationType.EVENT })],
    });
    const { region } = Stack.of(this);
    const name = leaveAddress.slice(leaveAddress.lastIndexOf('@') + 1);
    // Below the zone's own name, whose mail may well go elsewhere.
    const isOurs = zone !== undefined && name.endsWith(`.${zone.name}`);
    publish(this, isOurs ? zone : undefined, [{ id: 'LeaveMx', name, type: 'MX', value: `10 inbound-smtp.${region}.amazonaws.com`, what: 'Takes the mails by which readers leave to SES' }]);
    new CfnOutput(Stack.of(this), 'LeaveRules', { description: 'Receives the mails by which readers leave, once it is the active rule set: aws ses set-active-receipt-rule-set --rule-set-name …', value: rules.receiptRuleSetName });
  }
}

import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type CfnStage, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { lambdaOf } from './lambda.ts';
import type { Mail } from './mail.ts';
import { PagesAddress } from './pages.ts';
import type { Storage } from './storage.ts';

/** What is kept of a request: neither its path, which may hold a reader's token, nor where it came from. */
const requestLine = AccessLogFormat.custom(
  JSON.stringify({ time: '$context.requestTime', requestId: '$context.requestId', method: '$context.httpMethod', status: '$context.status', milliseconds: '$context.responseLatency', bytes: '$context.responseLength', error: '$context.integrationErrorMessage' }),
);

/** The web pages: join, leave, the archive. Made before the other functions, as their mails link to it. */
export class Subscribe extends Construct {
  /** Where the API itself answers, no slash at the end. */
  readonly endpoint: string;
  /** Where readers find the pages: the operator's own address if there is one. */
  readonly baseUrl: string;
  readonly lambda: Lambda;
  readonly apiId: string;

  constructor(scope: Construct, id: string, { config, bundles, storage, mail }: { config: Config; bundles: string; storage: Storage; mail: Mail }) {
    super(scope, id);
    const lambda = (this.lambda = lambdaOf(this, 'subscribe', bundles, {
      description: `${config.name}: the web pages`,
      memorySize: 512,
      timeout: Duration.seconds(20),
    }));
    const integration = new HttpLambdaIntegration('Integration', lambda);
    // Its own router knows the paths; the API passes every request on.
    const api = new HttpApi(this, 'Api', { description: `${config.name}: pages`, defaultIntegration: integration, createDefaultStage: false });
    const [join] = api.addRoutes({ path: '/subscribe', methods: [HttpMethod.POST], integration });
    // Enough for readers who all follow a link of the morning's mail; a flood
    // gets 429 before it costs.
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 20, burstLimit: 40 },
      accessLogSettings: { destination: new LogGroupLogDestination(new LogGroup(this, 'Requests', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY })), format: requestLine },
    });
    // Joining holds the function for the better part of a second, and a new
    // account runs ten at once, delivery's among them.
    (stage.node.defaultChild as CfnStage).routeSettings = { 'POST /subscribe': { ThrottlingRateLimit: 2, ThrottlingBurstLimit: 4 } };
    stage.node.addDependency(join!);
    Validations.of(api).acknowledge({ id: 'AwsSolutions-APIG4', reason: 'The pages are public; what belongs to one reader asks for that reader’s token.' });
    this.endpoint = api.apiEndpoint;
    this.apiId = api.apiId;
    this.baseUrl = config.url ?? api.apiEndpoint;
    const { pages, zone } = config.domain;
    if (pages) new PagesAddress(this, 'Address', { pages, zone }, { api, stage });
    storage.grant(lambda, { read: ['issues'], write: ['subscribers', 'wishes', 'joins'], forget: ['subscribers', 'wishes'] });
    mail.grantSend(lambda);
    lambda.addEnvironment('BASE_URL', this.baseUrl);
  }
}

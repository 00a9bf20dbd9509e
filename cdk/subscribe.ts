import { Duration } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { lambdaOf } from './lambda.ts';
import type { Mail } from './mail.ts';
import type { Storage } from './storage.ts';

/** The web pages: join, leave, the archive. Made before the other functions, as their mails link to it. */
export class Subscribe extends Construct {
  /** Where the API itself answers, no slash at the end. */
  readonly endpoint: string;
  /** Where readers find the pages: the operator's own address if there is one. */
  readonly baseUrl: string;

  constructor(scope: Construct, id: string, { config, bundles, storage, mail }: { config: Config; bundles: string; storage: Storage; mail: Mail }) {
    super(scope, id);
    const lambda = lambdaOf(this, 'subscribe', bundles, {
      description: `${config.name}: the web pages`,
      memorySize: 512,
      timeout: Duration.seconds(20),
    });
    const integration = new HttpLambdaIntegration('Integration', lambda);
    // Its own router knows the paths; the API passes every request on.
    const api = new HttpApi(this, 'Api', { description: `${config.name}: pages`, defaultIntegration: integration, createDefaultStage: false });
    const [join] = api.addRoutes({ path: '/subscribe', methods: [HttpMethod.POST], integration });
    // Enough for readers who all follow a link of the morning's mail; a flood
    // gets 429 before it costs.
    const stage = new HttpStage(this, 'Stage', { httpApi: api, stageName: '$default', autoDeploy: true, throttle: { rateLimit: 20, burstLimit: 40 } });
    // Joining holds the function for the better part of a second, and a new
    // account runs ten at once, delivery's among them.
    (stage.node.defaultChild as CfnStage).routeSettings = { 'POST /subscribe': { ThrottlingRateLimit: 2, ThrottlingBurstLimit: 4 } };
    stage.node.addDependency(join!);
    this.endpoint = api.apiEndpoint;
    this.baseUrl = config.url ?? api.apiEndpoint;
    storage.grant(lambda, { read: ['issues'], write: ['subscribers', 'wishes', 'joins'] });
    mail.grantSend(lambda);
    lambda.addEnvironment('BASE_URL', this.baseUrl);
  }
}

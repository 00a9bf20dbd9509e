import { ApiMapping, DomainName, type HttpApi, type HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet, HostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { Domain } from '../functions/config.ts';
import { publish } from './records.ts';

/**
 * The pages' own address: the API answers there too. The API's first address
 * goes on working, as the mails of before link to it.
 */
export class PagesAddress extends Construct {
  constructor(scope: Construct, id: string, { pages, zone }: { readonly pages: NonNullable<Domain['pages']>; readonly zone: Domain['zone'] }, { api, stage }: { readonly api: HttpApi; readonly stage: HttpStage }) {
    super(scope, id);
    const hosted = pages.inZone && zone ? HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: zone.id, zoneName: zone.name }) : undefined;
    const certificate: ICertificate = pages.certificate !== undefined
      ? Certificate.fromCertificateArn(this, 'Certificate', pages.certificate)
      : new Certificate(this, 'Certificate', { domainName: pages.host, validation: CertificateValidation.fromDns(hosted) });
    const domain = new DomainName(this, 'Domain', { domainName: pages.host, certificate });
    new ApiMapping(this, 'Mapping', { api, stage, domainName: domain });
    if (hosted && zone) {
      new CfnRecordSet(this, 'Alias', { hostedZoneId: zone.id, name: pages.host, type: 'A', aliasTarget: { dnsName: domain.regionalDomainName, hostedZoneId: domain.regionalHostedZoneId } });
    } else {
      publish(this, undefined, [{ id: 'PagesCname', name: pages.host, type: 'CNAME', value: domain.regionalDomainName, what: 'Leads readers to the pages' }]);
    }
  }
}

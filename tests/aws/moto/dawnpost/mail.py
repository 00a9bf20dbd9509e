"""SES: the sender's domain, how mail is sent, and where SES tells what became of it."""

from moto.ses.models import ses_backends

from .resource import CloudFormationModel, Resource, type_of


@type_of("AWS::SES::EmailIdentity")
class EmailIdentity(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        domain = given["EmailIdentity"]
        ses_backends[account_id][region].create_email_identity_v2(domain, None, None, None)
        dkim = {}
        for number in ("1", "2", "3"):
            dkim["DkimDNSTokenName" + number] = f"token{number}._domainkey.{domain}"
            dkim["DkimDNSTokenValue" + number] = f"token{number}.dkim.amazonses.com"
        return cls(domain, dkim)

    def change(self, given, account_id, region):
        pass

    def remove(self, account_id, region):
        ses_backends[account_id][region].email_identities.pop(self.physical_resource_id, None)


@type_of("AWS::SES::ConfigurationSet")
class ConfigurationSet(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = given.get("Name", name)
        ses_backends[account_id][region].create_configuration_set(made)
        return cls(made)

    def change(self, given, account_id, region):
        pass

    def remove(self, account_id, region):
        ses_backends[account_id][region].delete_configuration_set(self.physical_resource_id)


@type_of("AWS::SES::ConfigurationSetEventDestination")
class EventDestination(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = cls(given["EventDestination"].get("Name", name))
        made.change(given, account_id, region)
        return made

    def change(self, given, account_id, region):
        backend = ses_backends[account_id][region]
        backend.event_destinations.pop(self.physical_resource_id, None)
        backend.create_configuration_set_event_destination(given["ConfigurationSetName"], {**given["EventDestination"], "Name": self.physical_resource_id})

    def remove(self, account_id, region):
        backend = ses_backends[account_id][region]
        backend.event_destinations.pop(self.physical_resource_id, None)
        backend.config_set_event_destination.pop(self.given["ConfigurationSetName"], None)


@type_of("AWS::SES::ReceiptRuleSet")
class ReceiptRuleSet(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = given.get("RuleSetName", name)
        ses_backends[account_id][region].create_receipt_rule_set(made)
        return cls(made)

    def remove(self, account_id, region):
        ses_backends[account_id][region].delete_receipt_rule_set(self.physical_resource_id)


@type_of("AWS::SES::ReceiptRule")
class ReceiptRule(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        rule = {**given["Rule"], "Name": given["Rule"].get("Name", name)}
        ses_backends[account_id][region].create_receipt_rule(given["RuleSetName"], rule, given.get("After"))
        return cls(rule["Name"])

    def change(self, given, account_id, region):
        self.remove(account_id, region)
        self.make(self.physical_resource_id, given, account_id, region)

    def remove(self, account_id, region):
        rules = ses_backends[account_id][region].receipt_rule_set.get(self.given["RuleSetName"])
        if rules:
            rules.rules[:] = [rule for rule in rules.rules if rule["Name"] != self.physical_resource_id]

"""The HTTP API and what leads to it."""

import inspect

from moto.acm.models import acm_backends
from moto.apigatewayv2.models import ApiGatewayV2Backend, apigatewayv2_backends

from .resource import CloudFormationModel, Resource, type_of, wire_case


def _all(method, **given):
    """Every argument of moto's method: what is not given is None."""
    names = [name for name in inspect.signature(method).parameters if name != "self"]
    return {name: given.get(name) for name in names}


def _api(given):
    return {
        "name": given["Name"],
        "description": given.get("Description", ""),
        "cors_configuration": given.get("CorsConfiguration"),
        "disable_execute_api_endpoint": given.get("DisableExecuteApiEndpoint", False),
    }


@type_of("AWS::ApiGatewayV2::Api")
class Api(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        backend = apigatewayv2_backends[account_id][region]
        defaults = {"api_key_selection_expression": "", "disable_schema_validation": "", "route_selection_expression": "", "version": ""}
        api = backend.create_api(protocol_type=given["ProtocolType"], tags=given.get("Tags", {}), **defaults, **_api(given))
        return cls(api.api_id, {"ApiId": api.api_id, "ApiEndpoint": api.api_endpoint})

    def change(self, given, account_id, region):
        backend = apigatewayv2_backends[account_id][region]
        backend.update_api(**_all(backend.update_api, api_id=self.physical_resource_id, **_api(given)))

    def remove(self, account_id, region):
        apigatewayv2_backends[account_id][region].delete_api(self.physical_resource_id)


def _integration(given):
    return {
        "integration_type": given["IntegrationType"],
        "integration_uri": given.get("IntegrationUri"),
        "payload_format_version": given.get("PayloadFormatVersion"),
    }


@type_of("AWS::ApiGatewayV2::Integration")
class Integration(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        backend = apigatewayv2_backends[account_id][region]
        made = backend.create_integration(**_all(backend.create_integration, api_id=given["ApiId"], **_integration(given)))
        return cls(made.id)

    def change(self, given, account_id, region):
        backend = apigatewayv2_backends[account_id][region]
        backend.update_integration(**_all(backend.update_integration, api_id=given["ApiId"], integration_id=self.physical_resource_id, **_integration(given)))

    def remove(self, account_id, region):
        _unless_gone(lambda: apigatewayv2_backends[account_id][region].delete_integration(self.given["ApiId"], self.physical_resource_id))


@type_of("AWS::ApiGatewayV2::Route")
class Route(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        backend = apigatewayv2_backends[account_id][region]
        made = backend.create_route(**_all(backend.create_route, api_id=given["ApiId"], route_key=given["RouteKey"], target=given["Target"]))
        return cls(made.route_id)

    def change(self, given, account_id, region):
        backend = apigatewayv2_backends[account_id][region]
        backend.update_route(**_all(backend.update_route, api_id=given["ApiId"], route_id=self.physical_resource_id, route_key=given["RouteKey"], target=given["Target"]))

    def remove(self, account_id, region):
        _unless_gone(lambda: apigatewayv2_backends[account_id][region].delete_route(self.given["ApiId"], self.physical_resource_id))


@type_of("AWS::ApiGatewayV2::Stage")
class Stage(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        # The keys of RouteSettings are routes, and its values are named as in the API here.
        routes = {route: wire_case(settings) for route, settings in given.get("RouteSettings", {}).items()}
        config = {**wire_case({key: value for key, value in given.items() if key != "RouteSettings"}), "routeSettings": routes}
        stage = apigatewayv2_backends[account_id][region].create_stage(given["ApiId"], config)
        return cls(stage.name)

    def change(self, given, account_id, region):
        self.make(self.physical_resource_id, given, account_id, region)

    def remove(self, account_id, region):
        _unless_gone(lambda: apigatewayv2_backends[account_id][region].delete_stage(self.given["ApiId"], self.physical_resource_id))


@type_of("AWS::ApiGatewayV2::DomainName")
class DomainName(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        domain = given["DomainName"]
        apigatewayv2_backends[account_id][region].create_domain_name(domain, wire_case(given.get("DomainNameConfigurations", [])), {}, {})
        return cls(domain, {"RegionalDomainName": f"d-test.execute-api.{region}.amazonaws.com", "RegionalHostedZoneId": "Z0000000000000000TEST"})

    def change(self, given, account_id, region):
        pass

    def remove(self, account_id, region):
        backend: ApiGatewayV2Backend = apigatewayv2_backends[account_id][region]
        # moto's own deletion changes the dictionary that it walks through.
        for mapping in [one for one in backend.api_mappings.values() if one.domain_name == self.physical_resource_id]:
            backend.delete_api_mapping(mapping.api_mapping_id, self.physical_resource_id)
        backend.delete_domain_name(self.physical_resource_id)


@type_of("AWS::ApiGatewayV2::ApiMapping")
class ApiMapping(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        made = apigatewayv2_backends[account_id][region].create_api_mapping(given["ApiId"], given.get("ApiMappingKey", ""), given["DomainName"], given["Stage"])
        return cls(made.api_mapping_id)

    def remove(self, account_id, region):
        _unless_gone(lambda: apigatewayv2_backends[account_id][region].delete_api_mapping(self.physical_resource_id, self.given["DomainName"]))


@type_of("AWS::CertificateManager::Certificate")
class Certificate(Resource, CloudFormationModel):
    @classmethod
    def make(cls, name, given, account_id, region):
        return cls(acm_backends[account_id][region].request_certificate(given["DomainName"], None, given.get("SubjectAlternativeNames", []), []))

    def remove(self, account_id, region):
        acm_backends[account_id][region].delete_certificate(self.physical_resource_id)


def _unless_gone(remove):
    """What belongs to an API goes with it, and moto takes resources away in any order."""
    try:
        remove()
    except Exception as error:  # noqa: BLE001
        if "NotFound" not in type(error).__name__:
            raise

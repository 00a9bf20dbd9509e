"""What moto lacks for the stack: CloudFormation for types whose services it has, roles that are held to their policies, a clock that can be put forward."""

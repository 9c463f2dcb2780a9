namespace Microsoft.Azure.Functions.Worker;

public enum BrokerAuthenticationMode
{
    NotSet = -1,
    Gssapi = 0,
    Plain = 1,
    ScramSha256 = 2,
    ScramSha512 = 3,
    OAuthBearer = 4,
}

namespace Microsoft.Azure.Functions.Worker;

public enum OAuthBearerMethod
{
    Default = 0,
    Oidc = 1,
}

using Google.Apis.Discovery;
using Google.Apis.Requests;
using Google.Apis.Services;
using Google.Apis.Util;

namespace Google.Apis.Storage.v1;

public abstract class StorageBaseServiceRequest<TResponse> : ClientServiceRequest<TResponse>
{
    protected StorageBaseServiceRequest(IClientService service)
        : base(service)
    {
    }

    [RequestParameter("fields", RequestParameterType.Query)]
    public virtual string Fields { get; set; }

    protected override void InitParameters()
    {
        base.InitParameters();
        Declare("alt", "query", "json");
        Declare("fields", "query");
    }

    internal void Declare(string name, string type, string defaultValue = null) => RequestParameters.Add(
        name,
        new Parameter { Name = name, IsRequired = type == "path", ParameterType = type, DefaultValue = defaultValue });
}

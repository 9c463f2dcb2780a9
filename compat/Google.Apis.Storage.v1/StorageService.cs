using Google.Apis.Services;

namespace Google.Apis.Storage.v1;

public class StorageService : BaseClientService
{
    public const string Version = "v1";

    public StorageService()
        : this(new Initializer())
    {
    }

    public StorageService(Initializer initializer)
        : base(initializer)
    {
        Objects = new ObjectsResource(this);
        BaseUri = GetEffectiveUri(BaseUriOverride, "https://storage.googleapis.com/storage/v1/");
    }

    public override IList<string> Features => [];

    public override string Name => "storage";

    public override string BaseUri { get; }

    public override string BasePath => "storage/v1/";

    public virtual ObjectsResource Objects { get; }

    public static class ScopeConstants
    {
        public const string DevstorageFullControl = "https://www.googleapis.com/auth/devstorage.full_control";
    }
}

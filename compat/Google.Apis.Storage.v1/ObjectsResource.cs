using Google.Apis.Services;
using Google.Apis.Upload;
using Google.Apis.Util;
using Object = Google.Apis.Storage.v1.Data.Object;
using Objects = Google.Apis.Storage.v1.Data.Objects;

namespace Google.Apis.Storage.v1;

public class ObjectsResource
{
    private readonly IClientService service;

    public ObjectsResource(IClientService service) => this.service = service;

    public virtual DeleteRequest Delete(string bucket, string storageObject) => new(service, bucket, storageObject);

    public virtual GetRequest Get(string bucket, string storageObject) => new(service, bucket, storageObject);

    public virtual ListRequest List(string bucket) => new(service, bucket);

    public class DeleteRequest : StorageBaseServiceRequest<string>
    {
        public DeleteRequest(IClientService service, string bucket, string storageObject)
            : base(service)
        {
            Bucket = bucket;
            Object = storageObject;
            InitParameters();
        }

        [RequestParameter("bucket", RequestParameterType.Path)]
        public virtual string Bucket { get; private set; }

        [RequestParameter("object", RequestParameterType.Path)]
        public virtual string Object { get; private set; }

        public override string MethodName => "delete";

        public override string HttpMethod => "DELETE";

        public override string RestPath => "b/{bucket}/o/{object}";

        protected override void InitParameters()
        {
            base.InitParameters();
            Declare("bucket", "path");
            Declare("object", "path");
        }
    }

    public class GetRequest : StorageBaseServiceRequest<Object>
    {
        public GetRequest(IClientService service, string bucket, string storageObject)
            : base(service)
        {
            Bucket = bucket;
            Object = storageObject;
            InitParameters();
        }

        [RequestParameter("bucket", RequestParameterType.Path)]
        public virtual string Bucket { get; private set; }

        [RequestParameter("object", RequestParameterType.Path)]
        public virtual string Object { get; private set; }

        [RequestParameter("generation", RequestParameterType.Query)]
        public virtual long? Generation { get; set; }

        public override string MethodName => "get";

        public override string HttpMethod => "GET";

        public override string RestPath => "b/{bucket}/o/{object}";

        protected override void InitParameters()
        {
            base.InitParameters();
            Declare("bucket", "path");
            Declare("object", "path");
            Declare("generation", "query");
        }
    }

    public class ListRequest : StorageBaseServiceRequest<Objects>
    {
        public ListRequest(IClientService service, string bucket)
            : base(service)
        {
            Bucket = bucket;
            InitParameters();
        }

        [RequestParameter("bucket", RequestParameterType.Path)]
        public virtual string Bucket { get; private set; }

        [RequestParameter("maxResults", RequestParameterType.Query)]
        public virtual long? MaxResults { get; set; }

        [RequestParameter("pageToken", RequestParameterType.Query)]
        public virtual string PageToken { get; set; }

        [RequestParameter("prefix", RequestParameterType.Query)]
        public virtual string Prefix { get; set; }

        [RequestParameter("startOffset", RequestParameterType.Query)]
        public virtual string StartOffset { get; set; }

        public override string MethodName => "list";

        public override string HttpMethod => "GET";

        public override string RestPath => "b/{bucket}/o";

        protected override void InitParameters()
        {
            base.InitParameters();
            Declare("bucket", "path");
            Declare("maxResults", "query", "1000");
            Declare("pageToken", "query");
            Declare("prefix", "query");
            Declare("startOffset", "query");
        }
    }

    public class InsertMediaUpload : ResumableUpload<Object, Object>
    {
        public InsertMediaUpload(IClientService service, Object body, string bucket, Stream stream, string contentType)
            : base(service, $"/upload/{service.BasePath}b/{{bucket}}/o", "POST", stream, contentType)
        {
            Bucket = bucket;
            Body = body;
        }

        [RequestParameter("bucket", RequestParameterType.Path)]
        public virtual string Bucket { get; private set; }

        [RequestParameter("ifGenerationMatch", RequestParameterType.Query)]
        public virtual long? IfGenerationMatch { get; set; }

        [RequestParameter("kmsKeyName", RequestParameterType.Query)]
        public virtual string KmsKeyName { get; set; }
    }
}

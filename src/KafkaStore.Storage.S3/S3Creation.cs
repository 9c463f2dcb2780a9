using System.Buffers;
using KafkaStore.Naming;
using KafkaStore.Storage.Streams;

namespace KafkaStore.Storage.S3;

/// <summary>Creates one object if there is none of that name: at once, or in parts where it is large.</summary>
internal sealed class S3Creation(S3Connection connection, S3Reading reading)
{
    internal const int MaximumBytesAtOnce = 16 * 1024 * 1024;

    /// <summary>
    /// Some servers that speak S3 ignore <c>If-None-Match</c>, and would overwrite. One small object, under a name that stays,
    /// tells: creating it again must be refused, at once and in parts. It is not deleted, since an archiver's role can't.
    /// </summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        const string Name = MarkerName.CreateOnlyProbe;
        var content = ObjectContent.FromBytes("Made once to find out whether this server overwrites. Leave it here.\n"u8.ToArray());
        if (
            await CreateAsync(Name, content, cancellationToken) == CreateOutcome.Created
            && await CreateAsync(Name, content, cancellationToken) == CreateOutcome.Created
        )
        {
            throw Ignored("PutObject");
        }

        CreateOutcome inParts = await connection.RunAsync(
            StoreAction.Create,
            Name,
            () => CreateInPartsAsync(connection.KeyOf(Name), content, cancellationToken),
            cancellationToken
        );
        if (inParts == CreateOutcome.Created)
            throw Ignored("CompleteMultipartUpload");
    }

    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        bool again = false;
        return connection.RunAsync(
            StoreAction.Create,
            name,
            () => connection.Options.Patience.RunAsync(CreateOnceAsync, S3Answer.MayPass, cancellationToken),
            cancellationToken
        );

        // Some servers that speak S3 refuse what is not there. Something that was there a moment ago may have been deleted since.
        async Task<CreateOutcome> CreateOnceAsync(CancellationToken token)
        {
            for (int refusals = 0; refusals < 2; refusals++)
            {
                if (await CreateUnlessRefusedAsync(token) == CreateOutcome.Created)
                    return CreateOutcome.Created;
                if (await reading.FindAsync(name, token) is not null)
                    return CreateOutcome.AlreadyExists;
            }

            throw new StorageAccessException(
                $"The server of {connection.DisplayName} refuses to create {name} with If-None-Match, as if it were there, and has no such object; use a server that honours conditional writes."
            );
        }

        async Task<CreateOutcome> CreateUnlessRefusedAsync(CancellationToken token)
        {
            if (content.Length <= MaximumBytesAtOnce)
                return await CreateAtOnceAsync(key, content, token);

            // Whoever got in the way may have created it meanwhile, or an earlier try did whose answer was lost.
            if (again && await reading.FindAsync(name, token) is not null)
                return CreateOutcome.AlreadyExists;
            again = true;
            return await CreateInPartsAsync(key, content, token);
        }
    }

    /// <summary>What reading the content throws is not to be blamed on the service.</summary>
    internal static async Task<T> ReadAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (IOException exception)
        {
            throw new StorageException($"The content can't be read: {exception.Message} Nothing was stored.", exception);
        }
    }

    private async Task<CreateOutcome> CreateAtOnceAsync(string key, ObjectContent content, CancellationToken cancellationToken)
    {
        int length = (int)content.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        await using (var reader = new ContentReader(content))
            await ReadAsync(reader.FillAsync(rented.AsMemory(0, length), cancellationToken));
        var md5 = Md5Hash.Of(rented.AsSpan(0, length));
        S3StoreEncryption encryption = connection.Options.Encryption;
        var request = new PutObjectRequest
        {
            BucketName = connection.Bucket,
            Key = key,
            InputStream = new MemoryStream(rented, 0, length, writable: false),
            MD5Digest = md5.Base64,
            IfNoneMatch = "*",
            UseChunkEncoding = false,
            ServerSideEncryptionMethod = encryption.Method,
            ServerSideEncryptionKeyManagementServiceKeyId = encryption.KeyId,
        };
        S3Reading.WriteFacts(request.Metadata, content, md5);
        try
        {
            await connection.Client.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return CreateOutcome.AlreadyExists;
        }

        // Only after a request that went well: a failed or cancelled one may still be reading from it.
        ArrayPool<byte>.Shared.Return(rented);
        return CreateOutcome.Created;
    }

    private async Task<CreateOutcome> CreateInPartsAsync(string key, ObjectContent content, CancellationToken cancellationToken)
    {
        Md5Hash md5 = await ReadAsync(content.GetMd5Async(cancellationToken).AsTask());
        S3Upload upload = await S3Upload.StartAsync(connection, key, content, md5, cancellationToken);
        CreateOutcome outcome = CreateOutcome.AlreadyExists;
        try
        {
            await upload.AddPartsAsync(content, md5, cancellationToken);
            outcome = await upload.CompleteAsync(cancellationToken);
        }
        finally
        {
            if (outcome != CreateOutcome.Created)
                await upload.AbortAsync();
        }

        return outcome;
    }

    private StorageAccessException Ignored(string operation) =>
        new(
            $"The server of {connection.DisplayName} ignores If-None-Match on {operation}, so it would overwrite archived objects; use a server that honours conditional writes."
        );
}

namespace Avro.File;

public class DataFileConstants
{
    public static byte[] Magic = [(byte)'O', (byte)'b', (byte)'j', Version];

    public const string MetaDataSync = "avro.sync";
    public const string MetaDataCodec = "avro.codec";
    public const string MetaDataSchema = "avro.schema";
    public const string NullCodec = "null";
    public const string DeflateCodec = "deflate";
    public const int Version = 1;
    public const int SyncSize = 16;
}

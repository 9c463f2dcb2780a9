using System.Reflection;
using System.Text.Encodings.Web;

namespace KafkaStore.Cli.Quickstart;

/// <summary>
/// Real data that is on every machine which can run this: the public members of the .NET runtime's own types, in an order
/// that one machine always repeats. The type is the key; constants have none; an obsolete member is a tombstone.
/// </summary>
internal static class MemberRecords
{
    public const int Count = 20_000;

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly RecordHeader[] NoHeaders = [];
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The first alone has more members than are wanted; the others are there should it ever shrink.
    private static readonly Type[] OfEachAssembly = [typeof(object), typeof(System.Net.Http.HttpClient), typeof(System.Xml.XmlReader)];

    /// <summary>Offsets and timestamps are not decided yet.</summary>
    public static IReadOnlyList<Record> All() =>
        [
            .. OfEachAssembly
                .SelectMany(type => type.Assembly.GetExportedTypes().OrderBy(exported => exported.FullName, StringComparer.Ordinal))
                .SelectMany(type =>
                    type.GetMembers(Declared).OrderBy(member => member.MetadataToken).Select(member => Create(type, member))
                )
                .Take(Count),
        ];

    private static Record Create(Type type, MemberInfo member)
    {
        bool constant = member is FieldInfo { IsLiteral: true };
        ReadOnlyMemory<byte>? key = constant ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(type.FullName!);
        return member.GetCustomAttribute<ObsoleteAttribute>(inherit: false) is { } obsolete
            ? new Record(-1, -1, key, null, [Header("member", member.ToString()), Header("obsolete", obsolete.Message)])
            : new Record(
                -1,
                -1,
                key,
                Describe(type, member),
                type.IsNested ? [Header("declaring-type", type.DeclaringType!.FullName)] : NoHeaders
            );
    }

    private static ReadOnlyMemory<byte> Describe(Type type, MemberInfo member)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("assembly", type.Assembly.GetName().Name);
            json.WriteString("type", type.FullName);
            json.WriteString("kind", member.MemberType.ToString());
            json.WriteString("member", member.ToString());
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static RecordHeader Header(string key, string? value) =>
        new(key, value is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(value));
}

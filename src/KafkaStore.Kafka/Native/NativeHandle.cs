using System.Reflection;
using System.Runtime.InteropServices;

namespace KafkaStore.Kafka.Native;

/// <summary>The client library's own handle of a client, which it shows to nobody, kept alive while it is used.</summary>
internal readonly ref struct NativeHandle
{
    private static readonly PropertyInfo? Property = typeof(Handle).GetProperty(
        "LibrdkafkaHandle",
        BindingFlags.Instance | BindingFlags.NonPublic
    );

    private readonly SafeHandle? handle;
    private readonly bool held;

    /// <summary>To be disposed.</summary>
    public NativeHandle(IClient client)
    {
        handle = Property?.GetValue(client.Handle) as SafeHandle;
        handle?.DangerousAddRef(ref held);
    }

    /// <summary>Zero where this version of the client has none by that name.</summary>
    public nint Pointer => handle?.DangerousGetHandle() ?? 0;

    public void Dispose()
    {
        if (held)
        {
            handle!.DangerousRelease();
        }
    }
}

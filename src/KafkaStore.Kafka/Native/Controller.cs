using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaStore.Kafka.Native;

/// <summary>
/// Which broker the others name as controller. Questions about topics go to it, and where it is none of them (the embedded
/// broker, very old ones) they are answered only by their time limit.
/// </summary>
internal static partial class Controller
{
    static Controller() => LibrdkafkaLibrary.EnsureFound();

    /// <summary>Without waiting; an id that no broker has where none is named, and null where it can't be found out.</summary>
    /// <param name="client">One that has had metadata from a broker.</param>
    public static int? IdOf(IClient client)
    {
        using var handle = new NativeHandle(client);
        return handle.Pointer == 0 ? null : FindId(handle.Pointer, 0);
    }

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_controllerid")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int FindId(nint client, int timeoutMilliseconds);
}

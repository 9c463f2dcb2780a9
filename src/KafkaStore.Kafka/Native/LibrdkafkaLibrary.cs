using System.Reflection;
using System.Runtime.InteropServices;

namespace KafkaStore.Kafka.Native;

/// <summary>Finds the client library's native part for calls of our own into it.</summary>
internal static class LibrdkafkaLibrary
{
    public const string Name = "librdkafka";

    // The package's builds, in the order in which the client tries them.
    private static readonly string[] Names = [Name, "centos8-librdkafka", "alpine-librdkafka"];

    static LibrdkafkaLibrary() => NativeLibrary.SetDllImportResolver(typeof(LibrdkafkaLibrary).Assembly, Resolve);

    /// <summary>To be called before the first call into the library.</summary>
    public static void EnsureFound() { }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Name)
        {
            return 0;
        }
        foreach (string candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, searchPath, out nint library))
            {
                return library;
            }
        }
        return 0;
    }
}

#pragma warning disable CA2255 // a module initializer is the only place that runs before any client is made
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

internal static class UseDebiansLibrdkafka
{
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(
        typeof(global::Confluent.Kafka.Library).Assembly,
        (name, assembly, path) => name == "librdkafka" && NativeLibrary.TryLoad("librdkafka.so.1", out nint handle) ? handle : 0);
}

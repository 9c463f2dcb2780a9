namespace Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

public interface IFunctionMetadata
{
    string? FunctionId { get; }

    bool IsProxy { get; }

    string? Language { get; }

    bool ManagedDependencyEnabled { get; }

    string? Name { get; }

    string? EntryPoint { get; }

    IList<string>? RawBindings { get; }

    string? ScriptFile { get; }

    IRetryOptions? Retry { get; }
}

namespace Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

public class DefaultFunctionMetadata : IFunctionMetadata
{
    // The real one hashes name, script file and entry point into a number.
    public string? FunctionId => Name is null && ScriptFile is null && EntryPoint is null ? null : $"{Name} {ScriptFile} {EntryPoint}";

    public bool IsProxy { get; set; }

    public string? Language { get; set; }

    public bool ManagedDependencyEnabled { get; set; }

    public string? Name { get; set; }

    public string? EntryPoint { get; set; }

    public IList<string>? RawBindings { get; set; }

    public string? ScriptFile { get; set; }

    public IRetryOptions? Retry { get; set; }
}

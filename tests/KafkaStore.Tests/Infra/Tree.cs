namespace KafkaStore.Tests.Infra;

/// <summary>What one of the two trees declares, in words that both share: Azure's resource types and snake_case names.</summary>
internal abstract class Tree
{
    /// <summary>Inputs of the whole tree with their defaults; null where there is none.</summary>
    public abstract IReadOnlyDictionary<string, string?> Inputs { get; }

    public abstract IReadOnlySet<string> Outputs { get; }

    /// <summary>Modules that are used, by the name they are used under: their file or folder.</summary>
    public abstract IReadOnlyDictionary<string, string> ModuleUses { get; }

    public abstract IReadOnlySet<string> ModuleInputs(string module);

    public abstract IReadOnlySet<string> ModuleOutputs(string module);

    /// <summary>Types of the resources of a module, one for each declaration, in ordinal order.</summary>
    public abstract IReadOnlyList<string> Resources(string module);

    /// <summary>Roles that a module assigns, by name, with what they are assigned on.</summary>
    public abstract IReadOnlySet<string> Roles(string module);

    /// <summary>Values of a parameter file.</summary>
    public abstract IReadOnlyDictionary<string, string> Parameters(string environment);

    /// <summary>Application settings that the function app always gets, and those that the task scheduler adds.</summary>
    public abstract IReadOnlySet<string> Settings { get; }

    /// <summary>Alert rules: key, severity, measure, aggregation, operator, threshold, failing periods.</summary>
    public abstract IReadOnlySet<string> AlertRules { get; }

    /// <summary>Actions and data actions of the custom role.</summary>
    public abstract IReadOnlySet<string> ArchiveActions { get; }
}

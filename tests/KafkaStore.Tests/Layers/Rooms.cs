using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaStore.Tests.Layers;

/// <summary>The domain's folders, and which uses which: read from the sources with their meaning, constants too.</summary>
internal static class Rooms
{
    private const string Domain = "KafkaStore";

    private static readonly string[] ImplicitUsings =
    [
        "",
        ".Collections.Generic",
        ".IO",
        ".Linq",
        ".Net.Http",
        ".Threading",
        ".Threading.Tasks",
    ];

    private static readonly Lazy<SortedDictionary<string, SortedDictionary<string, string>>> Read = new(ReadArrows);

    /// <summary>By room, the rooms that its files use themselves, each with an example.</summary>
    public static IReadOnlyDictionary<string, SortedDictionary<string, string>> Arrows => Read.Value;

    /// <summary>All rooms that can be reached from one.</summary>
    public static SortedSet<string> Below(string room)
    {
        var met = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(Arrows[room].Keys);
        while (open.TryPop(out string? next))
        {
            if (!met.Add(next))
                continue;
            foreach (string used in Arrows[next].Keys)
                open.Push(used);
        }

        return met;
    }

    /// <summary>The arrows without those that follow from others: what is worth drawing.</summary>
    public static IEnumerable<(string From, string To)> Drawn() =>
        from room in Arrows
        from used in room.Value.Keys
        where !room.Value.Keys.Any(other => other != used && Below(other).Contains(used))
        select (room.Key, used);

    private static SortedDictionary<string, SortedDictionary<string, string>> ReadArrows()
    {
        CSharpCompilation compilation = Compile();
        var arrows = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            string room = RoomOf(tree);
            if (!arrows.TryGetValue(room, out SortedDictionary<string, string>? used))
                arrows.Add(room, used = new SortedDictionary<string, string>(StringComparer.Ordinal));
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                foreach (string other in RoomsOf(model.GetSymbolInfo(name).Symbol).Where(other => other != room))
                    used.TryAdd(other, $"{Path.GetFileName(tree.FilePath)} uses {name}");
            }
        }

        return arrows;
    }

    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        IEnumerable<SyntaxTree> files = SourceTree.Files(Domain).Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path));
        SyntaxTree usings = CSharpSyntaxTree.ParseText(
            string.Concat(ImplicitUsings.Select(name => $"global using System{name};")),
            options
        );
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != $"{Domain}.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(Domain, [.. files, usings], references);
    }

    private static IEnumerable<string> RoomsOf(ISymbol? symbol) =>
        symbol is null or INamespaceSymbol
            ? []
            : symbol
                .OriginalDefinition.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree)
                .Where(tree => tree.FilePath.Length > 0)
                .Select(RoomOf);

    // KafkaStore/Reading/Objects/X.cs is in the room Reading/Objects.
    private static string RoomOf(SyntaxTree tree) =>
        Path.GetRelativePath(Path.Combine("src", Domain), Path.GetDirectoryName(tree.FilePath)!).Replace('\\', '/');
}

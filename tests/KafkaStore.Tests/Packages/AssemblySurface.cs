using System.Reflection;
using System.Runtime.CompilerServices;

namespace KafkaStore.Tests.Packages;

/// <summary>Reads an assembly's public and protected surface, in the form of the listings.</summary>
internal sealed class AssemblySurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] NotListed = ["ToString", "GetHashCode", "PrintMembers", "Deconstruct"];

    private readonly NullabilityInfoContext _nullability = new();

    public static IReadOnlyList<ListedType> Of(Assembly assembly)
    {
        var surface = new AssemblySurface();
        return [.. assembly.GetExportedTypes().Select(surface.Describe)];
    }

    private ListedType Describe(Type type)
    {
        string[] bases = type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum) ? [TypeText.Of(b)] : [];
        IEnumerable<string> interfaces = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(i => i.IsPublic).Select(TypeText.Of);
        return new(type.Namespace!, Modifier(type) + Kind(type), TypeText.Of(type), [.. bases, .. interfaces], [.. Members(type)]);
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsValueType: true } => "struct",
        _ => "class",
    };

    private static string Modifier(Type type) => type switch
    {
        { IsInterface: true } or { IsValueType: true } => "",
        { IsAbstract: true, IsSealed: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsSealed: true } => "sealed ",
        _ => "",
    };

    private IEnumerable<string> Members(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}")
        : [
            .. type.GetConstructors(Declared).Where(IsVisible).Select(c => $"{Modifiers(c)}ctor({Parameters(c)})"),
            .. type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(Field),
            .. type.GetProperties(Declared).Where(p => p.GetAccessors(true).Any(IsVisible)).Select(Property),
            .. type.GetMethods(Declared).Where(IsListed).Select(Method),
            .. type.GetEvents(Declared).Select(e => $"event {TypeText.Of(e.EventHandlerType!)} {e.Name}"),
        ];

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsListed(MethodInfo method) => IsVisible(method)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.Contains('<', StringComparison.Ordinal) && !NotListed.Contains(method.Name);

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {TypeText.Of(field.FieldType)} {field.Name} = {field.GetRawConstantValue() ?? "null"}"
        : $"{(field.IsStatic ? "static " : "")}{TypeText.Of(field.FieldType)} {field.Name}";

    private string Property(PropertyInfo property)
    {
        MethodInfo visible = property.GetAccessors(true).First(IsVisible);
        string get = property.GetMethod is { } g && IsVisible(g) ? "get; " : "";
        string set = property.SetMethod is not { } s || !IsVisible(s) ? ""
            : s.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ";
        string type = TypeText.Of(property.PropertyType, _nullability.Create(property), asInput: false);
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(parameter => TypeText.Of(parameter.ParameterType)))}]";
        return $"{Modifiers(visible)}{type} {name} {{ {get}{set}}}";
    }

    private string Method(MethodInfo method)
    {
        string result = TypeText.Of(method.ReturnType, _nullability.Create(method.ReturnParameter), asInput: false);
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeText.Of))}>" : "";
        return $"{Modifiers(method)}{result} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Modifiers(MethodBase method)
    {
        bool ofClass = !method.DeclaringType!.IsInterface;
        string kind = method.IsStatic ? "static "
            : method.IsAbstract ? ofClass ? "abstract " : ""
            : method is MethodInfo m && m.GetBaseDefinition() != m ? "override "
            : method.IsVirtual && !method.IsFinal && ofClass ? "virtual " : "";
        return (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "") + kind;
    }

    private string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        (p.Position == 0 && method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "")
        + (p.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "")
        + (p.IsOut ? "out " : p.ParameterType.IsByRef ? "ref " : "")
        + $"{TypeText.Of(p.ParameterType, _nullability.Create(p), asInput: true)} {p.Name}{Default(p)}"));

    private static string Default(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: false } => "",
        { RawDefaultValue: string text } => $" = \"{text}\"",
        { RawDefaultValue: null } => parameter.ParameterType == typeof(CancellationToken) ? " = default" : " = null",
        _ => $" = {parameter.RawDefaultValue}",
    };
}

using System.Reflection;

namespace KafkaStore.Tests.Packages;

/// <summary>Writes types as the listings of the real packages write them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(string)] = "string", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(bool)] = "bool",
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(byte)] = "byte", [typeof(double)] = "double",
    };

    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        string name = type.IsGenericParameter ? type.Name : OpenName(type);
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : name;
    }

    /// <summary>With question marks where references may be null.</summary>
    public static string Of(Type type, NullabilityInfo nullability, bool asInput)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability, asInput);
        }

        NullabilityState state = asInput ? nullability.WriteState : nullability.ReadState;
        string mark = state == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (type.IsArray)
        {
            return Of(type.GetElementType()!, nullability.ElementType!, asInput) + "[]" + mark;
        }

        Type[] arguments = type.GetGenericArguments();
        bool open = type.IsGenericType && Nullable.GetUnderlyingType(type) is null && !type.IsNested
            && nullability.GenericTypeArguments.Length == arguments.Length;
        return open
            ? $"{OpenName(type)}<{string.Join(", ", arguments.Zip(nullability.GenericTypeArguments, (a, n) => Of(a, n, asInput)))}>{mark}"
            : Of(type) + mark;
    }

    private static string OpenName(Type type)
    {
        string name = Keywords.GetValueOrDefault(type) ?? type.Name.Split('`')[0];
        return type.IsNested ? $"{Of(type.DeclaringType!)}.{name}" : name;
    }
}

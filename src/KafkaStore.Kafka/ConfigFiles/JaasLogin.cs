using System.Text;
using KafkaStore.Storage;

namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>What <c>sasl.jaas.config</c> says: <c>CLASS required NAME="VALUE" … ;</c>.</summary>
/// <param name="Module">The login module's class, without its package.</param>
internal sealed record JaasLogin(string Module, IReadOnlyDictionary<string, Secret> Options)
{
    /// <exception cref="FormatException">It is none; the message says what was expected and holds nothing of the text.</exception>
    public static JaasLogin Parse(string text)
    {
        var reader = new Reader(text);
        string module = reader.Word("the class of a login module");
        string flag = reader.Word("required");
        if (flag.ToLowerInvariant() is not ("required" or "requisite" or "sufficient" or "optional"))
            throw new FormatException("'required' is expected after the login module's class");
        var options = new Dictionary<string, Secret>(StringComparer.Ordinal);
        while (!reader.TakesEnd())
        {
            string name = reader.Word("NAME=VALUE or ;");
            reader.TakeEquals();
            options[name] = new Secret(reader.Word("an option's value"));
        }

        return reader.IsAtEnd
            ? new JaasLogin(module[(module.LastIndexOf('.') + 1)..], options)
            : throw new FormatException("nothing may follow its ';': one login module is taken");
    }

    private sealed class Reader(string text)
    {
        private int at;

        public bool IsAtEnd
        {
            get
            {
                SkipBlanks();
                return at == text.Length;
            }
        }

        public bool TakesEnd()
        {
            if (IsAtEnd)
                throw new FormatException("it has to end with ';'");
            bool ends = text[at] == ';';
            at += ends ? 1 : 0;
            return ends;
        }

        // What stands before it may be the rest of a password without quotation marks, and is not said.
        public void TakeEquals()
        {
            if (IsAtEnd || text[at] != '=')
                throw new FormatException("'=' is expected after an option's name, and a value with blanks stands in quotation marks");
            at++;
        }

        public string Word(string what)
        {
            if (IsAtEnd || text[at] is ';' or '=')
                throw new FormatException($"{what} is expected where there is none");
            if (text[at] is '"' or '\'')
                return Quoted(what);
            int start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (';' or '='))
                at++;
            return text[start..at];
        }

        private string Quoted(string what)
        {
            char quote = text[at++];
            var result = new StringBuilder();
            while (at < text.Length && text[at] != quote)
            {
                char next = text[at++];
                result.Append(next == '\\' && at < text.Length ? Escaped() : next);
            }

            if (at == text.Length)
                throw new FormatException($"{what} begins with a quotation mark and does not end with one");
            at++;
            return result.ToString();
        }

        // As C has them, three octal digits too.
        private char Escaped()
        {
            char first = text[at++];
            if (first is < '0' or > '7')
            {
                return first switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\b',
                    'f' => '\f',
                    'v' => '\v',
                    'a' => '\a',
                    _ => first,
                };
            }

            int code = first - '0';
            for (int more = first <= '3' ? 2 : 1; more > 0 && at < text.Length && text[at] is >= '0' and <= '7'; more--)
                code = (code * 8) + text[at++] - '0';
            return (char)code;
        }

        private void SkipBlanks()
        {
            while (at < text.Length)
            {
                if (char.IsWhiteSpace(text[at]))
                    at++;
                else if (text.AsSpan(at).StartsWith("//"))
                    at = Past("\n");
                else if (text.AsSpan(at).StartsWith("/*"))
                    at = Past("*/");
                else
                    return;
            }
        }

        private int Past(string end) =>
            text.IndexOf(end, at, StringComparison.Ordinal) is >= 0 and var found ? found + end.Length : text.Length;
    }
}

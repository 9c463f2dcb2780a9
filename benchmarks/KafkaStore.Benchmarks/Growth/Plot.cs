using System.Text;

namespace KafkaStore.Benchmarks.Growth;

/// <summary>A curve as SVG: what grows to the right, in powers of ten, and microseconds a record upwards from nought.</summary>
internal static class Plot
{
    private const double Left = 60;
    private const double Right = 620;
    private const double Top = 30;
    private const double Bottom = 250;

    public static string Of(Curve curve)
    {
        double most = 1.1 * curve.Points.Max(point => Math.Max(point.Cpu, point.Wall));
        double least = Math.Log10(curve.First.X);
        double span = Math.Max(Math.Log10(curve.Last.X) - least, 0.1);
        var svg = new StringBuilder();
        svg.AppendLine("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 300" font-family="sans-serif" font-size="12">""");
        svg.AppendLine("""<rect width="680" height="300" fill="white"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{Left} {Top}V{Bottom}H{Right}" fill="none" stroke="black"/>""");
        for (int i = 0; i <= 4; i++)
            svg.AppendLine(Label(Left - 6, Y(most * i / 4) + 4, "end", $"{most * i / 4:F1}"));
        foreach (CurvePoint point in curve.Points)
            svg.AppendLine(Label(X(point.X), Bottom + 16, "middle", $"{point.X:N0}"));
        svg.AppendLine(Label((Left + Right) / 2, Bottom + 36, "middle", curve.Axis));
        svg.AppendLine(Label(Left, Top - 12, "start", "µs a record"));
        svg.Append(Line("CPU", "#1f6feb", Top, point => point.Cpu));
        svg.Append(Line("wall", "#cf222e", Top + 16, point => point.Wall));
        return svg.AppendLine("</svg>").ToString();

        double X(double x) => Left + ((Right - Left) * (Math.Log10(x) - least) / span);
        double Y(double y) => Bottom - ((Bottom - Top) * y / most);

        string Line(string name, string colour, double at, Func<CurvePoint, double> y)
        {
            string points = string.Join(
                ' ',
                curve.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):F1},{Y(y(point)):F1}"))
            );
            return string.Create(
                CultureInfo.InvariantCulture,
                $"""
                <polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>
                <text x="{Right + 8}" y="{at}" fill="{colour}">{name}</text>

                """
            );
        }
    }

    private static string Label(double x, double y, string anchor, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"""<text x="{x:F1}" y="{y:F1}" text-anchor="{anchor}">{text}</text>""");
}

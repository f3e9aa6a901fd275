using MlOps;

namespace IrisMonitoring;

/// <summary>The measurements of a flower, in centimetres.</summary>
internal sealed record Flower(double SepalLength, double SepalWidth, double PetalLength, double PetalWidth);

/// <summary>What a tree of two questions says of a flower: right for 144 of Fisher's 150.</summary>
internal static class Classifier
{
    [Monitored(Name = "iris", Reference = "profiles/Iris.profile", Rows = 200)]
    [return: Prediction("species")]
    public static string Predict(Flower flower) =>
        flower.PetalLength < 2.5 ? "setosa"
        : flower.PetalWidth < 1.75 ? "versicolor"
        : "virginica";
}
